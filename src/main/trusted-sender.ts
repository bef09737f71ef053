/** What is needed of Electron's event to judge who sent it. */
export type Sender = {
  readonly frame: { readonly url: string; readonly parent: unknown } | null;
  /** The page's main frame and whether the window is one of ours and alive. */
  readonly mainFrame: unknown;
  readonly isOurWindow: boolean;
};

/** Null where a message comes from the main frame of our own page in our own window, else why it is refused. */
export function senderRefusal(sender: Sender, pageOrigin: string): string | null {
  if (!sender.isOurWindow) return 'not a window of ours';
  if (sender.frame === null) return 'the frame is gone';
  if (sender.frame.parent !== null || sender.frame !== sender.mainFrame) return 'not the main frame';
  if (originOf(sender.frame.url) !== pageOrigin) return 'not our page';
  return null;
}

/** `scheme://host` of an address; a custom scheme's `origin` is "null" in Node, so it is put together here. */
function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, username, password } = new URL(url);
  return username === '' && password === '' ? `${protocol}//${host}` : null;
}
