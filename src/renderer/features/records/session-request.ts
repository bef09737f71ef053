import type { ReadFrom, ReadUntil } from '../../../shared/contract/records.ts';
import type { RecordFilter } from '../../../shared/contract/filters.ts';
import type { DecodeChoices } from '../../../shared/contract/serdes.ts';
import type { Api } from '../../app/rpc.ts';

/** What a session reads. A change of any of it is another session; its columns alone can change while it runs. */
export type SessionRequest = {
  readonly clusterId: string;
  /** The first is the topic of the tab. No partitions: all of them. */
  readonly topics: ReadonlyArray<{ readonly topic: string; readonly partitions: ReadonlyArray<number> }>;
  readonly from: ReadFrom;
  readonly until: ReadUntil;
  readonly order: 'oldest' | 'newest';
  readonly isolation: 'read-committed' | 'read-uncommitted';
  readonly markers: boolean;
  readonly filter: RecordFilter | null;
  readonly decode: Readonly<Record<string, DecodeChoices>>;
  readonly latestPerKey: boolean;
};

export type OpenInput = Parameters<Api['records']['open']>[0];

export function openInput(request: SessionRequest, columns: ReadonlyArray<string>): OpenInput {
  return {
    ...request,
    topics: request.topics.map(({ topic, partitions }) => ({ topic, partitions: [...partitions] })),
    decode: { ...request.decode },
    columns: [...columns],
  };
}

/** Rows that come by themselves, for as long as somebody looks. */
export function isLiveRequest({ from, until }: Pick<SessionRequest, 'from' | 'until'>): boolean {
  return until.kind === 'never' || (from.kind === 'now' && until.kind !== 'count' && until.kind !== 'bytes');
}

/** A first look where the request names no count. */
const FIRST_ROWS = 500;
/** A search is asked for all that matches, so it runs on well past one screen before it pauses. */
const SEARCH_ROWS = 10_000;

/** Rows asked for before anybody says "more". */
export function wantedAtFirst(request: SessionRequest): number {
  if (isLiveRequest(request)) return Infinity;
  if (request.until.kind === 'count') return request.until.count;
  if (request.from.kind === 'latest') return request.from.count;
  return request.filter === null && !request.latestPerKey ? FIRST_ROWS : SEARCH_ROWS;
}
