import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Relay = {
  readonly port: number;
  /** Connections taken, and bytes that went through, in all. */
  readonly counts: { connections: number; sent: number; received: number };
  close(): Promise<void>;
};

/**
 * Stands before a server on loopback, which it calls `localhost`, and counts what goes through it: a witness that knows nothing of the
 * product.
 */
export async function startRelay(to: number): Promise<Relay> {
  const counts = { connections: 0, sent: 0, received: 0 };
  const open = new Set<Socket>();
  const server = createServer((near) => {
    counts.connections += 1;
    const far = connect({ port: to, host: 'localhost', family: 4 });
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => open.delete(socket));
    }
    near.on('data', (chunk: Buffer) => (counts.sent += chunk.length));
    far.on('data', (chunk: Buffer) => (counts.received += chunk.length));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
