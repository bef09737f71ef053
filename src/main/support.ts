import { BrowserWindow, shell, type NativeImage } from 'electron';
import { PICTURE_LIMIT } from '../shared/contract/support.ts';
import { AppError } from '../shared/errors.ts';

/** Hands a draft the core has written to the mail program. */
export async function openMailDraft(file: string): Promise<void> {
  const problem = await shell.openPath(file);
  if (problem === '') return;
  throw new AppError('MAIL_FAILED', 'No mail program on this computer opens the draft.', {
    hint: 'Choose “Link to my mail program”, or open the file yourself.',
    context: { file, problem },
  });
}

/** Shrinking in steps ends soon: a picture of a quarter of the width has a sixteenth of the points. */
const SHRINK = 0.75;
const MIN_WIDTH = 400;

/** Our own window as PNG, made smaller until it fits into a mail. */
export async function captureWindow(): Promise<Uint8Array> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  if (window === undefined) throw new AppError('UNSUPPORTED', 'There is no window to take a picture of.');
  let picture: NativeImage = await window.webContents.capturePage();
  for (;;) {
    const png = picture.toPNG();
    const width = Math.round(picture.getSize().width * SHRINK);
    if (png.byteLength <= PICTURE_LIMIT || width < MIN_WIDTH) return png;
    picture = picture.resize({ width, quality: 'good' });
  }
}
