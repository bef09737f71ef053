import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import type { ConnectionSettings, EngineHooks } from '../engine.ts';

const KEEP_ALIVE_MS = 60_000;

/**
 * kafkajs's own factory, but that it tells of addresses the user did not write: kafkajs connects to bootstrap servers
 * and to brokers the cluster told of, and keeps what it was told to itself.
 */
export function socketFactory(settings: ConnectionSettings, { onAdvertised }: EngineHooks): ISocketFactory {
  const isBootstrap = (host: string, port: number) =>
    settings.bootstrapServers.some((server) => server.host === host && server.port === port);
  return ({ host, port, ssl, onConnect }) => {
    if (!isBootstrap(host, port)) onAdvertised?.({ host, port });
    // A name goes into the handshake (SNI), an address must not.
    const serverName = isIP(host) === 0 ? { servername: host } : {};
    // kafkajs gives an empty object, or nothing, where there is no TLS.
    const socket = isTls(ssl)
      ? connectTls({ host, port, ...serverName, ...ssl }, onConnect)
      : connectTcp({ host, port }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    return socket;
  };
}

function isTls(ssl: object | null | undefined): ssl is object {
  return ssl !== null && ssl !== undefined;
}
