import { Menu, shell, type MenuItemConstructorOptions } from 'electron';
import { PRODUCT } from '../shared/product.ts';

export type MenuOptions = {
  readonly platform: NodeJS.Platform;
  readonly configFolder: string;
  readonly logFolder: string;
  readonly hasDevTools: boolean;
  /** Shows the form for mail to support. */
  readonly openSupport: () => void;
};

/** The native menu: what the system expects of every application. The product's own actions live in the page. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin';
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  if (options.hasDevTools) view.push({ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' });
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: [isMac ? { role: 'close' } : { role: 'quit', accelerator: 'Ctrl+Q' }] },
    { role: 'editMenu' },
    { label: '&View', submenu: view },
    { role: 'windowMenu' },
    {
      role: 'help',
      label: '&Help',
      submenu: [
        { label: 'Support…', click: options.openSupport },
        { type: 'separator' },
        { label: 'Show configuration folder', click: () => void shell.openPath(options.configFolder) },
        { label: `Show folder of ${PRODUCT.logFile}`, click: () => void shell.openPath(options.logFolder) },
      ],
    },
  ];
}

export function installMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
}
