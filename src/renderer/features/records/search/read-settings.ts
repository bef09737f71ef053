import type { RecordFilter } from '../../../../shared/contract/filters.ts';
import type { ReadFrom, ReadUntil } from '../../../../shared/contract/records.ts';
import type { SessionRequest } from '../session-request.ts';

export type TopicChoice = { readonly topic: string; readonly partitions: ReadonlyArray<number> };

/** What the toolbar says to read. */
export type ReadSettings = {
  /** The first is the topic of the tab; without partitions: all. */
  readonly topics: ReadonlyArray<TopicChoice>;
  readonly from: ReadFrom;
  readonly until: ReadUntil;
  readonly order: 'oldest' | 'newest';
  readonly committed: boolean;
  /** Only where not only committed records are read. */
  readonly markers: boolean;
  readonly latestPerKey: boolean;
  readonly filter: RecordFilter | null;
};

export function firstSettings(topic: string): ReadSettings {
  return {
    topics: [{ topic, partitions: [] }],
    from: { kind: 'latest', count: 100 },
    until: { kind: 'end' },
    order: 'newest',
    committed: true,
    markers: false,
    latestPerKey: false,
    filter: null,
  };
}

/** What shows a place in the topic: its partition from the offset on, or as it is now. */
export function placedSettings(
  topic: string,
  place: { readonly partition: number; readonly offset: string | null },
): ReadSettings {
  const first: ReadSettings = { ...firstSettings(topic), topics: [{ topic, partitions: [place.partition] }] };
  const { offset } = place;
  return offset === null ? first : changeSettings(first, { from: { kind: 'offset', offset } });
}

/** Ends that go with a start: the newest N end where they end, what has not arrived yet has no end as it was. */
export function endsFor(from: ReadFrom): ReadonlyArray<ReadUntil['kind']> {
  if (from.kind === 'latest') return ['end'];
  if (from.kind === 'now') return ['never', 'count', 'bytes'];
  return ['end', 'never', 'count', 'bytes', 'time', 'offset'];
}

/** The order that follows from the rest; null where it can be chosen. */
export function orderFor({ from, until }: Pick<ReadSettings, 'from' | 'until'>): 'oldest' | 'newest' | null {
  if (from.kind === 'latest') return 'newest';
  return from.kind === 'now' || until.kind === 'never' ? 'oldest' : null;
}

/** The settings with a change, and with what the change makes impossible put right. */
export function changeSettings(before: ReadSettings, change: Partial<ReadSettings>): ReadSettings {
  const next = { ...before, ...change };
  const ends = endsFor(next.from);
  const until: ReadUntil = ends.includes(next.until.kind)
    ? next.until
    : next.from.kind === 'now'
      ? { kind: 'never' }
      : { kind: 'end' };
  // A new start that leaves the order free begins with what comes first there.
  const free = change.from !== undefined && change.order === undefined ? 'oldest' : next.order;
  return {
    ...next,
    until,
    order: orderFor({ from: next.from, until }) ?? free,
    markers: next.markers && !next.committed,
    latestPerKey: next.latestPerKey && until.kind !== 'never',
  };
}

/** What of the settings a session is asked for. */
export function requestOf(clusterId: string, settings: ReadSettings, decode: SessionRequest['decode']): SessionRequest {
  const { committed, ...rest } = settings;
  return { clusterId, ...rest, isolation: committed ? 'read-committed' : 'read-uncommitted', decode };
}
