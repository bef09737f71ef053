import { BrowserWindow, dialog } from 'electron';

/** The system's dialog for one file, over the window in front. */
export async function chooseFile(title: string): Promise<string | null> {
  const options = { title, properties: ['openFile' as const, 'showHiddenFiles' as const] };
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } =
    window === undefined ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}
