/**
 * Opens the channel to the core. No imports: this runs in the page's first script, before the client library is loaded.
 */
declare global {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be extended.
  interface Window {
    /** Present in the desktop app only. Asks for a port, which arrives as the window message `rpc:port`. */
    readonly desktop?: { connect(): void };
  }
}

export type Channel =
  { readonly kind: 'port'; readonly port: MessagePort } | { readonly kind: 'socket'; readonly socket: WebSocket };

export type Connection = {
  readonly host: 'desktop' | 'console';
  /** The channel in use, opened when there is none or the last one ended. Rejects where it cannot be opened. */
  channel(): Promise<Channel>;
  /** Told whenever the channel opens or ends. Returns the way to stop listening. */
  onChange(listener: (isOpen: boolean) => void): () => void;
};

const OPEN_TIMEOUT_MS = 15_000;

/** Starts connecting at once. */
export function createRpc(page: Window): Connection {
  const host = page.desktop === undefined ? 'console' : 'desktop';
  const listeners = new Set<(isOpen: boolean) => void>();
  let current: Promise<Channel> | null = null;

  function ended(): void {
    current = null;
    for (const listener of listeners) listener(false);
  }

  function channel(): Promise<Channel> {
    if (current !== null) return current;
    const opening = host === 'desktop' ? openPort(page, ended) : openSocket(page, ended);
    current = opening;
    opening.then(
      () => listeners.forEach((listener) => listener(true)),
      () => ended(),
    );
    return opening;
  }

  void channel().catch(() => undefined); // Told to the first caller, who asks again.
  return {
    host,
    channel,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function openPort(page: Window, ended: () => void): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(new Error('The main process did not answer.')), OPEN_TIMEOUT_MS);
    function receive(event: MessageEvent): void {
      if (event.source !== page || event.data !== 'rpc:port' || event.ports[0] === undefined) return;
      finish(event.ports[0]);
    }
    function finish(result: MessagePort | Error): void {
      clearTimeout(timer);
      page.removeEventListener('message', receive);
      if (result instanceof Error) return reject(result);
      result.addEventListener('close', ended);
      result.start();
      resolve({ kind: 'port', port: result });
    }
    page.addEventListener('message', receive);
    page.desktop?.connect();
  });
}

function openSocket(page: Window, ended: () => void): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const { protocol, host } = page.location;
    const socket = new WebSocket(`${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/rpc`);
    const timer = setTimeout(() => socket.close(), OPEN_TIMEOUT_MS);
    socket.addEventListener('open', () => {
      clearTimeout(timer);
      socket.addEventListener('close', ended);
      resolve({ kind: 'socket', socket });
    });
    socket.addEventListener('close', () => {
      clearTimeout(timer);
      reject(new Error('The console host cannot be reached.'));
    });
  });
}
