import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { PRODUCT } from '../shared/product.ts';
import { boundsOnScreen, readWindowState, writeWindowState } from './window-state.ts';

const SMALLEST = { minWidth: 880, minHeight: 560 } as const;
const USUAL = { width: 1320, height: 860 } as const;
/** The page's own background, so that the window does not flash before its first paint. */
const BACKGROUND = { light: '#ffffff', dark: '#16181d' } as const;

export type WindowOptions = {
  readonly preload: string;
  readonly stateFile: string;
  readonly icon: string | null;
  readonly hasDevTools: boolean;
};

/** A window for the page, where it was last time; shown when it has something to show. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const state = readWindowState(options.stateFile);
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...USUAL,
    ...SMALLEST,
    ...boundsOnScreen(state.bounds, screens),
    show: false,
    title: PRODUCT.name,
    ...(options.icon === null ? {} : { icon: options.icon }),
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: path.resolve(options.preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // Dictionaries are fetched from the internet; nothing here may be.
      spellcheck: false,
      devTools: options.hasDevTools,
    },
  });
  if (state.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    writeWindowState(options.stateFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  });
  return window;
}
