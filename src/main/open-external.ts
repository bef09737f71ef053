import { dialog, shell, type BrowserWindow } from 'electron';
import { externalUrl } from './external-url.ts';

/** Opens an address in the system's browser after showing the host; what is not allowed is not opened. */
export async function openExternal(text: string, window: BrowserWindow): Promise<void> {
  const url = externalUrl(text);
  if (url === null) return;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Open ${url.host} in your browser?`,
    detail: url.href,
    buttons: ['Open', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) await shell.openExternal(url.href);
}
