import { app } from 'electron';
import { createLinkInbox, type LinkInbox } from '../core/links/index.ts';
import { PRODUCT } from '../shared/product.ts';

/**
 * Takes links from wherever the system hands them over: this start's command line, a second start's (Windows, Linux),
 * or an event (macOS). It only puts them in the inbox; what they ask for is shown to the user first. Call before Electron
 * is ready: on macOS the link that started the app comes early.
 */
export function listenForLinks(argv: ReadonlyArray<string>, onLink: () => void): LinkInbox {
  const inbox = createLinkInbox();
  const take = (text: string | undefined) => {
    if (text === undefined) return;
    inbox.put(text);
    onLink();
  };
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take(url);
  });
  app.on('second-instance', (_event, args) => take(linkIn(args)));
  take(linkIn(argv));
  // Installers name the app as the reader of these links on macOS and Linux; on Windows the app does it, per user.
  if (process.platform === 'win32' && app.isPackaged) app.setAsDefaultProtocolClient(PRODUCT.linkScheme);
  return inbox;
}

/** The link on a command line: the last argument that looks like one. Everything else there is Chromium's or ours. */
export function linkIn(args: ReadonlyArray<string>): string | undefined {
  const start = `${PRODUCT.linkScheme}:`;
  return args.findLast((argument) => argument.toLowerCase().startsWith(start));
}
