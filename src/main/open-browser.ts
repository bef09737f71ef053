import { shell } from 'electron';
import { externalUrl } from './external-url.ts';

/** A sign-in page on this computer itself, as a demo, a test or a developer has one. */
const ON_THIS_COMPUTER = /^http:\/\/(127\.0\.0\.1|\[::1\]):\d{1,5}\/[!-[\]-~]*$/;

/** Opens the sign-in page in the system's browser. The user has just asked for it, so no question is put in between. */
export async function openBrowser(url: string): Promise<void> {
  const address = ON_THIS_COMPUTER.test(url) ? url : externalUrl(url)?.href;
  if (address === undefined) throw new Error('This address is not one to open.');
  await shell.openExternal(address);
}
