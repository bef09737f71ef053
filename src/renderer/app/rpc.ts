/**
 * The page's end of the contract, and the only file that knows oRPC and how the core is reached: a MessagePort on the
 * desktop (handed over by the preload script), a WebSocket on the console host (let in by the cookie the host has set).
 */
import { createORPCClient, DynamicLink, ORPCError, type ClientContext, type ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { z } from 'zod';
import type { Contract } from '../../shared/contract/index.ts';
import { AppError, AppErrorData } from '../../shared/errors.ts';
import type { Channel, Connection } from './rpc-start.ts';

/** Every procedure of the contract as a function. Fails with an AppError, or with the AbortError of its own signal. */
export type Api = ContractRouterClient<Contract>;

type Link = ClientLink<ClientContext>;

/** Puts the typed client over a connection. A lost channel is opened again by the next call. */
export function createApi(connection: Connection): Api {
  // zod would try to compile its checks with eval; the page's security policy refuses that and reports the attempt.
  z.config({ jitless: true });
  let current: { readonly channel: Promise<Channel>; readonly link: Promise<Link> } | null = null;
  const link = new DynamicLink<ClientContext>(async () => {
    const channel = connection.channel();
    if (current?.channel !== channel) current = { channel, link: channel.then(linkOver) };
    return current.link.catch((cause: unknown) => {
      throw lost(cause);
    });
  });
  const client: Api = createORPCClient(link);
  // The library makes a new object at each `client.x`; the page's hooks compare by identity, so each service is taken once.
  return {
    app: client.app,
    account: client.account,
    clusters: client.clusters,
    topics: client.topics,
    records: client.records,
    results: client.results,
    exports: client.exports,
    groups: client.groups,
    filters: client.filters,
    localKafka: client.localKafka,
    searchCache: client.searchCache,
    secretStore: client.secretStore,
    transfer: client.transfer,
    log: client.log,
    telemetry: client.telemetry,
    support: client.support,
    network: client.network,
    links: client.links,
    updates: client.updates,
  };
}

function linkOver(channel: Channel): Link {
  const options = { interceptors: [translateErrors] };
  return channel.kind === 'port'
    ? new PortLink({ port: channel.port, ...options })
    : new WebSocketLink({ websocket: channel.socket, ...options });
}

async function translateErrors<T>(call: { readonly signal?: AbortSignal | undefined; next(): Promise<T> }): Promise<T> {
  try {
    return await call.next();
  } catch (error) {
    if (call.signal?.aborted === true) throw error;
    throw fromWire(error);
  }
}

/** What a call failed with, as the AppError the core threw; a broken channel is CONNECTION_LOST. */
export function fromWire(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (!(error instanceof ORPCError)) return lost(error);
  const data = AppErrorData.safeParse(error.data);
  if (data.success) return AppError.fromData(data.data);
  return new AppError('INTERNAL', 'Something went wrong inside the app.', {
    hint: 'Please report it through Support.',
    cause: error,
  });
}

function lost(cause: unknown): AppError {
  return new AppError('CONNECTION_LOST', 'The connection to the Conduktor process on this computer was lost.', {
    hint: 'It is tried again by itself. If it stays away, restart Conduktor.',
    retryable: true,
    cause,
  });
}
