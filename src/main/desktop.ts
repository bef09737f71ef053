import path from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { PRODUCT } from '../shared/product.ts';
import { createCoreHolder } from './core-holder.ts';
import { hardenApp, hardenSession } from './hardening.ts';
import { listenForLinks } from './links.ts';
import { installMenu } from './menu.ts';
import { openExternal } from './open-external.ts';
import { PAGE_ORIGIN, servePage } from './page-protocol.ts';
import { listenForPages } from './rpc-bridge.ts';
import { createWindow } from './window.ts';

/** An app that cannot close in this time is ended anyway; what must last was written before. */
const CLOSE_LIMIT_MS = 15_000;
const PAINT_LIMIT_MS = 1_000;

export type DesktopOptions = {
  /** The folder of the built parts. */
  readonly dist: string;
  readonly configFolder: string;
  readonly logFolder: string;
  readonly env: NodeJS.ProcessEnv;
};

/** Runs the desktop application until it is quit. */
export function runDesktop({ dist, configFolder, logFolder, env }: DesktopOptions): void {
  const links = listenForLinks(process.argv, showWindow);
  const core = createCoreHolder({
    links,
    version: app.getVersion(),
    configFolder,
    logFolder,
    bundles: dist,
    env,
  });
  hardenApp({ pageOrigin: PAGE_ORIGIN, onLink: openLink });
  const openWindow = () => {
    const window = createWindow({
      preload: path.join(dist, 'preload/index.cjs'),
      stateFile: path.join(configFolder, 'electron', 'window.json'),
      icon: process.platform === 'linux' ? path.join(dist, 'renderer/icon.png') : null,
      hasDevTools: !app.isPackaged,
    });
    window.once('ready-to-show', core.start);
    // A page that fails to paint still gets its core, and with it an error to show.
    window.webContents.once('did-finish-load', () => setTimeout(core.start, PAINT_LIMIT_MS));
    void window.loadURL(`${PAGE_ORIGIN}/`);
  };
  app
    .whenReady()
    .then(() => {
      servePage(path.join(dist, 'renderer'));
      hardenSession(PAGE_ORIGIN);
      listenForPages({ pageOrigin: PAGE_ORIGIN, onPort: core.serve, onRefused: core.reportRefusal });
      openWindow();
      installMenu({
        platform: process.platform,
        configFolder,
        logFolder,
        hasDevTools: !app.isPackaged,
        openSupport: () => showInPage('support'),
      });
      app.on('activate', () => {
        if (BrowserWindow.getAllWindows().length === 0) openWindow();
      });
    })
    .catch(fail);
  void core.failed.then(fail);
  app.on('second-instance', showWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  closeCoreBeforeQuit(core.close);
}

function openLink(url: string, contents: Electron.WebContents): void {
  const window = BrowserWindow.fromWebContents(contents);
  if (window === null) return;
  openExternal(url, window).catch((error: unknown) => {
    // No browser or mail program took it: that is no reason to end the app.
    dialog.showErrorBox('The link could not be opened', error instanceof Error ? error.message : String(error));
  });
}

/** What the native menu asks of the page in front. */
function showInPage(what: 'support'): void {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  window?.webContents.send('page:show', what);
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

/** Quitting waits for the core: brokers it started are stopped, settings are on disk. */
function closeCoreBeforeQuit(close: () => Promise<void>): void {
  let isClosing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (isClosing) return;
    isClosing = true;
    const limit = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_LIMIT_MS));
    void Promise.race([close(), limit]).finally(() => app.exit(0));
  });
}

/** Without its core or its page there is nothing to show but why. */
function fail(error: unknown): void {
  dialog.showErrorBox(`${PRODUCT.name} could not start`, error instanceof Error ? error.message : String(error));
  app.exit(1);
}
