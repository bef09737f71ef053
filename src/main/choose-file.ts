import { BrowserWindow, dialog } from 'electron';

/** The system's dialog for one file, over the window in front. */
export async function chooseFile(title: string): Promise<string | null> {
  const options = { title, properties: ['openFile' as const, 'showHiddenFiles' as const] };
  const window = windowInFront();
  const { canceled, filePaths } =
    window === undefined ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}

/** The system's dialog for where to write; it asks by itself before an existing file is chosen. */
export async function chooseSaveFile(title: string, defaultPath: string): Promise<string | null> {
  const options = {
    title,
    defaultPath,
    properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
  };
  const window = windowInFront();
  const { canceled, filePath } =
    window === undefined ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
  return canceled || filePath === undefined || filePath === '' ? null : filePath;
}

function windowInFront(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
}
