import { createServer, type Server } from 'node:net';

const LOOPBACK = '127.0.0.1';

async function listen(port: number): Promise<Server | null> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a listening TCP server has an address');
  return address.port;
}

/** That many free ports of 127.0.0.1, all different: each wanted one that is still free, another where it is not. */
export async function freePorts(wanted: ReadonlyArray<number | null>): Promise<ReadonlyArray<number>> {
  const servers: Server[] = [];
  try {
    for (const port of wanted) {
      const server = (port === null ? null : await listen(port)) ?? (await listen(0));
      if (server === null) throw new Error('the system gave no free port');
      servers.push(server);
    }
    return servers.map(portOf);
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}
