import { app, session, type Session, type WebContents } from 'electron';
import { isPermissionAllowed } from './permissions.ts';

/** Addresses the page's process must never reach: all data goes through the core. */
const NETWORK = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'];

export type Hardening = {
  readonly pageOrigin: string;
  /** A link was clicked: it opens nowhere inside the app. */
  readonly onLink: (url: string, contents: WebContents) => void;
};

/** Refuses what a page could ask of Electron, for every page that will ever be made. Call before the first window. */
export function hardenApp(hardening: Hardening): void {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, hardening));
  // Certificates and passwords for web servers are never asked for: the page's process reaches none (see NETWORK).
  app.on('select-client-certificate', (event) => event.preventDefault());
}

/** The same for the session all windows share. Call once Electron is ready. */
export function hardenSession(pageOrigin: string, target: Session = session.defaultSession): void {
  target.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermissionAllowed(permission, details.requestingUrl, pageOrigin));
  });
  target.setPermissionCheckHandler((_contents, permission, origin) =>
    isPermissionAllowed(permission, origin, pageOrigin),
  );
  target.setDevicePermissionHandler(() => false);
  target.webRequest.onBeforeRequest({ urls: NETWORK }, (_details, answer) => answer({ cancel: true }));
  target.on('will-download', (event) => event.preventDefault());
}

function hardenContents(contents: WebContents, { onLink, pageOrigin }: Hardening): void {
  contents.setWindowOpenHandler(({ url }) => {
    onLink(url, contents);
    return { action: 'deny' };
  });
  // A reload of our own page is the one navigation there is; a mail link is judged as a link.
  contents.on('will-navigate', (event, url) => {
    if (url === `${pageOrigin}/`) return;
    event.preventDefault();
    if (url.startsWith('mailto:')) onLink(url, contents);
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  comeHome(contents, `${pageOrigin}/`);
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Chromium asks nobody before it goes to about:blank. A window that left our page so is brought back. */
function comeHome(contents: WebContents, home: string): void {
  let isOurs = false;
  contents.on('did-navigate', (_event, url) => {
    if (url === home) isOurs = true;
    else if (isOurs) void contents.loadURL(home);
  });
}
