import type { FetchedBatches, FetchRequest, TopicReader } from '../kafka/index.ts';

export type { AbortedTransaction, FetchedBatches, FetchRequest, TopicReader } from '../kafka/index.ts';
export type Isolation = FetchRequest['isolation'];
export type FetchBatches = (request: FetchRequest) => Promise<ReadonlyArray<FetchedBatches>>;
/** The part of the engine's reader that this room uses to ask the log. */
export type BatchReader = TopicReader & { readonly fetchBatches: FetchBatches };
