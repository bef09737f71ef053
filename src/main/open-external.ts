import { dialog, shell, type BrowserWindow } from 'electron';
import { externalUrl, supportMail } from './external-url.ts';

/** Hands an address to the system's browser or mail program after showing where it leads; what is not allowed is not opened. */
export async function openExternal(text: string, window: BrowserWindow): Promise<void> {
  const mail = supportMail(text);
  const url = mail ?? externalUrl(text);
  if (url === null) return;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: mail === null ? `Open ${url.host} in your browser?` : `Write to ${url.pathname} in your mail program?`,
    detail: mail === null ? url.href : 'A draft is opened. You see all of it before you send it.',
    buttons: ['Open', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) await shell.openExternal(url.href);
}
