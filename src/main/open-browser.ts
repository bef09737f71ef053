import { shell } from 'electron';
import { signInUrl } from './external-url.ts';

/** Opens the sign-in page in the system's browser. The user has just asked for it, so no question is put in between. */
export async function openBrowser(url: string): Promise<void> {
  const address = signInUrl(url);
  if (address === null) throw new Error('This address is not one to open.');
  await shell.openExternal(address);
}
