/**
 * The one door out for HTTP. Every request names its purpose and is written in a ledger: which
 * host, why, how often, how much. May touch shared only.
 */
export { createNetwork, type Network, type NetworkFetch, type NetworkRequest, type NetworkTarget } from './network.ts';
export type { NetworkAuth, NetworkTls } from './target.ts';
export { networkError } from './network-error.ts';
export { readText } from './read-text.ts';
export type { LedgerEntry } from './ledger.ts';
