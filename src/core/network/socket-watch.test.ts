import { createServer as createHttpServer, get } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionEvent } from './connection-events.ts';
import { watchSockets, type SocketWatch } from './socket-watch.ts';

/** Real sockets on loopback. */
let events: ConnectionEvent[];
let watch: SocketWatch;
let accepted: number;
let server: Server;
let port: number;

beforeEach(async () => {
  accepted = 0;
  server = createHttpServer((_request, response) => response.end('hello'));
  server.on('connection', () => (accepted += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  events = [];
  watch = watchSockets((event) => void events.push(event));
});

afterEach(async () => {
  watch.stop();
  if ('closeAllConnections' in server) (server as ReturnType<typeof createHttpServer>).closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const ofKind = (kind: ConnectionEvent['kind']) => events.filter((event) => event.kind === kind);
const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('every way to open a connection is seen', () => {
  it('net, tls, http and the runtime’s own fetch: as many as the server accepted', async () => {
    await fetch(`http://127.0.0.1:${port}/`).then((response) => response.text());
    await new Promise<void>((resolve) =>
      get({ port, host: 'localhost', family: 4 }, (answer) => answer.resume().on('end', resolve)),
    );
    connect(port, '127.0.0.1').end('GET / HTTP/1.0\r\n\r\n').resume();
    const tls = connectTls({ port, host: '127.0.0.1' });
    await new Promise((resolve) => tls.once('error', resolve));
    await until(() => accepted === 4 && ofKind('close').length >= 2);
    expect(ofKind('open')).toMatchObject(
      ['127.0.0.1', 'localhost', '127.0.0.1', '127.0.0.1'].map((host) => ({ host, port })),
    );
    expect(ofKind('address')).toContainEqual({ kind: 'address', id: 2, address: '127.0.0.1' });
  });

  it('a connection that is refused is seen as failed', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port: closed } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const socket = connect(closed, '127.0.0.1');
    await new Promise((resolve) => socket.once('error', resolve));
    await until(() => ofKind('close').length > 0);
    expect(events).toMatchObject([
      { kind: 'open', port: closed },
      { kind: 'close', failed: true, sent: 0, received: 0 },
    ]);
  });

  it('a pipe is no network', async () => {
    const socket = connect({ path: '/nowhere/at/all.sock' });
    await new Promise((resolve) => socket.once('error', resolve));
    expect(events).toEqual([]);
  });
});

it('bytes are those of the socket, told while it is open and when it ends', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  watch.sample();
  watch.sample();
  expect(ofKind('bytes')).toEqual([{ kind: 'bytes', id: 1, sent: socket.bytesWritten, received: socket.bytesRead }]);
  expect(socket.bytesRead).toBeGreaterThan(50);
  socket.destroy();
  await until(() => ofKind('close').length > 0);
  expect(ofKind('close')).toMatchObject([{ sent: socket.bytesWritten, received: socket.bytesRead, failed: false }]);
});

it.each(['169.254.169.254', '100.100.100.200', 'fe80::1'])(
  'nothing is sent to %s, where machines hand out credentials, whoever asks @securityTest metadata-addresses-unreachable',
  async (host) => {
    const socket = connect(port, host);
    const error = await new Promise((resolve) => {
      socket.once('error', resolve);
      setTimeout(() => resolve('it was still being tried'), 2_000).unref();
    });
    socket.destroy();
    expect(error).toMatchObject({ code: 'BAD_INPUT' });
    await until(() => ofKind('close').length > 0);
    expect(events).toMatchObject([
      { kind: 'open', host },
      { kind: 'close', failed: true, sent: 0 },
    ]);
  },
);

it('nothing is told once it is stopped', async () => {
  watch.stop();
  await fetch(`http://127.0.0.1:${port}/`).then((response) => response.text());
  expect(events).toEqual([]);
});
