import { spawnSync } from 'node:child_process';

/** A connection as the kernel saw it. */
export type SeenConnection = {
  readonly host: string;
  readonly port: number;
  /** TCP sends; a connected UDP socket alone does not, and is how names are asked for and addresses put in order. */
  readonly isTcp: boolean;
};

/** Why nobody can be watched here; null where it can. */
export function whyNoWatch(): string | null {
  if (process.platform !== 'linux') return 'strace is a program of Linux';
  const { error, status, stderr } = spawnSync('strace', ['-D', '-f', '-e', 'trace=connect', '-o', '/dev/null', 'true']);
  if (error !== undefined) return 'strace is not installed';
  return status === 0 ? null : `strace may not watch here: ${stderr.toString().trim().slice(0, 200)}`;
}

/** Put before a command: it, and whatever it starts, is watched; its process id and signals stay its own. */
export function watchCommand(file: string): ReadonlyArray<string> {
  return ['strace', '-D', '-f', '-yy', '-e', 'trace=connect', '-o', file];
}

const IPV4 = /sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/;
const IPV6 = /sin6_port=htons\((\d+)\).*inet_pton\(AF_INET6, "([^"]+)"/;

/** Connections to the internet's kind of address; pipes and netlink are none. */
export function parseConnections(trace: string): ReadonlyArray<SeenConnection> {
  return trace.split('\n').flatMap((line): SeenConnection[] => {
    if (!/\bconnect\(/.test(line) || line.includes('resumed>')) return [];
    const match = IPV4.exec(line) ?? IPV6.exec(line);
    if (match === null) return [];
    return [{ host: match[2] ?? '', port: Number(match[1]), isTcp: !/<UDP/.test(line) }];
  });
}

export type Sorted = {
  /** `host:port` of everybody TCP was spoken with, with how often. */
  readonly talked: ReadonlyMap<string, number>;
  /** Name servers that were asked. */
  readonly nameServers: ReadonlyArray<string>;
  /** UDP to anybody else: none is expected. */
  readonly datagrams: ReadonlyArray<string>;
};

export function sortConnections(connections: ReadonlyArray<SeenConnection>): Sorted {
  const talked = new Map<string, number>();
  const nameServers = new Set<string>();
  const datagrams = new Set<string>();
  for (const { host, port, isTcp } of connections) {
    const address = `${host}:${port}`;
    if (isTcp) talked.set(address, (talked.get(address) ?? 0) + 1);
    else if (port === 53) nameServers.add(address);
    // The C library puts the addresses of a name in order by connecting UDP sockets that never send.
    else if (port !== 0) datagrams.add(address);
  }
  return { talked, nameServers: [...nameServers], datagrams: [...datagrams] };
}
