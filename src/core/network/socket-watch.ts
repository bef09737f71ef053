import { Socket } from 'node:net';
import { forbiddenHost, isForbiddenHost } from './address-guard.ts';
import type { ConnectionEvent } from './connection-events.ts';

/** How often bytes of open connections are told. */
const SAMPLE_MS = 1000;

export type SocketWatch = {
  /** Tells the bytes of open connections now. */
  sample(): void;
  stop(): void;
};

type Connect = (this: Socket, ...args: unknown[]) => Socket;
type Followed = { readonly socket: Socket; sent: number; received: number };

/**
 * Tells every TCP connection this thread tries, whoever tries it: `net`, `tls`, `http`, the runtime's `fetch` and both
 * Kafka libraries all end in `Socket.prototype.connect`. Nothing official is as complete: the channel
 * `net.client.socket` does not see `tls.connect`, performance entries only what succeeded. One that goes to an address
 * the guard forbids fails before a byte is sent. Unix sockets and pipes are no network.
 */
export function watchSockets(onEvent: (event: ConnectionEvent) => void): SocketWatch {
  const prototype = Socket.prototype as unknown as { connect: Connect };
  const original = prototype.connect;
  const open = new Map<number, Followed>();
  let lastId = 0;
  let timer: NodeJS.Timeout | undefined;
  let isOn = true;
  const tell = (event: ConnectionEvent): void => {
    if (isOn) onEvent(event);
  };

  const sample = (): void => {
    for (const [id, followed] of open) {
      const { sent, received } = bytesOf(followed.socket);
      if (sent === followed.sent && received === followed.received) continue;
      Object.assign(followed, { sent, received });
      tell({ kind: 'bytes', id, sent, received });
    }
  };
  const follow = (socket: Socket, host: string, port: number): void => {
    lastId += 1;
    const id = lastId;
    let wasMade = false;
    open.set(id, { socket, sent: 0, received: 0 });
    timer ??= setInterval(sample, SAMPLE_MS).unref();
    tell({ kind: 'open', id, host, port });
    socket.on('lookup', (_error, address: string) => {
      if (typeof address === 'string' && address !== '') tell({ kind: 'address', id, address });
    });
    socket.once('connect', () => {
      wasMade = true;
      if (socket.remoteAddress !== undefined) tell({ kind: 'address', id, address: socket.remoteAddress });
    });
    socket.once('close', () => {
      open.delete(id);
      tell({ kind: 'close', id, ...bytesOf(socket), failed: !wasMade });
      if (open.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    });
  };

  const watched: Connect = function connect(...args) {
    const target = isOn ? targetOf(args) : null;
    if (target === null) return Reflect.apply(original, this, args);
    follow(this, target.host, target.port);
    refuseForbidden(this);
    if (!isForbiddenHost(target.host)) return Reflect.apply(original, this, args);
    process.nextTick(() => this.destroy(forbiddenHost(target.host)));
    return this;
  };
  prototype.connect = watched;
  return {
    sample,
    stop() {
      isOn = false;
      clearInterval(timer);
      // Another watch may have been put over this one; it then goes on through here.
      if (prototype.connect === watched) prototype.connect = original;
    },
  };
}

/** A name may lead to an address that is forbidden. */
function refuseForbidden(socket: Socket): void {
  socket.once('lookup', (_error, address: string) => {
    if (typeof address === 'string' && isForbiddenHost(address)) socket.destroy(forbiddenHost(address));
  });
}

function bytesOf(socket: Socket): { readonly sent: number; readonly received: number } {
  return { sent: socket.bytesWritten, received: socket.bytesRead };
}

/** All forms `connect` takes: options, port and host, and the list Node passes to itself. Null for a pipe. */
function targetOf(args: ReadonlyArray<unknown>): { readonly host: string; readonly port: number } | null {
  const [first, second] = args;
  const options: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof options !== 'object' || options === null) {
    const port = portOf(options);
    return port === null ? null : { host: typeof second === 'string' ? second : 'localhost', port };
  }
  const { host, port, path } = options as { host?: unknown; port?: unknown; path?: unknown };
  const number = portOf(port);
  if (number === null || (typeof path === 'string' && port === undefined)) return null;
  return { host: typeof host === 'string' && host !== '' ? host : 'localhost', port: number };
}

function portOf(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 65_535 ? number : null;
}

/** For threads and processes that have no business with the network: whoever tries fails. */
export function forbidSockets(): void {
  const prototype = Socket.prototype as unknown as { connect: Connect };
  const original = prototype.connect;
  prototype.connect = function connect(this: Socket, ...args: unknown[]): Socket {
    if (targetOf(args) === null) return Reflect.apply(original, this, args);
    process.nextTick(() => this.destroy(new Error('This part of the product has no way to the network.')));
    return this;
  };
}
