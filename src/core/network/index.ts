/**
 * The one door out. HTTP goes through it, by the proxy and with the certificates the user chose; every other connection
 * is seen by it (`watchSockets`, in each thread that has any). Every contact is in a ledger: which host, why, how often,
 * how much, and whether the user ever named it. May touch shared, the guard's Implementer
 * and the types of its own settings.
 */
export { createNetwork, type Network, type NetworkConfig, type NetworkOptions } from './network.ts';
export type { Destination } from './connect.ts';
export type { NetworkFetch, NetworkRequest, NetworkTarget } from './request.ts';
export type { NetworkAuth, NetworkTls } from './target.ts';
export { createNetworkControl, type NetworkControl } from './control.ts';
export { networkProcedures } from './procedures.ts';
export { forbiddenHost, isForbiddenHost } from './address-guard.ts';
export { networkError } from './network-error.ts';
export { readText } from './read-text.ts';
export type { LedgerEntry, LedgerTarget } from './ledger.ts';
export type { ConnectionEvent, ConnectionSink } from './connection-events.ts';
export { createUserList, type ListedAddress, type UserList } from './user-list.ts';
export { forbidSockets, watchSockets, type SocketWatch } from './socket-watch.ts';
export { parsePac, parseProxyUrl, routesOfEnv, type SystemRoutes } from './proxy.ts';
export type { WebFetch, WebFetchInit } from './web-fetch.ts';
