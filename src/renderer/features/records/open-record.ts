import type { RecordDetail } from '../../../shared/contract/records.ts';
import type { Api } from '../../app/rpc.ts';
import type { LoadPart } from '../../ui/value-view/index.ts';

export type RecordName = { readonly sessionId: string; readonly id: number };

/** A record in full, with the ways to its exact bytes. */
export type OpenRecord = {
  /** Names the record among all that were ever opened. */
  readonly key: string;
  readonly detail: RecordDetail;
  readonly loads: { readonly key: LoadPart; readonly value: LoadPart; header(index: number): LoadPart };
};

/** How TanStack Query asks for a record; the panel and the table's copy share what was fetched. */
export function recordQuery(api: Api, name: RecordName) {
  return {
    queryKey: ['record', name.sessionId, name.id],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<OpenRecord> =>
      openRecord(api, name, await api.records.record(name, { signal })),
    staleTime: Infinity,
    gcTime: 60_000,
    // Compared deeply, a large value would cost more than it saves; a record never changes.
    structuralSharing: false,
  };
}

function openRecord(api: Api, name: RecordName, detail: RecordDetail): OpenRecord {
  type Part = Parameters<Api['records']['bytes']>[0]['part'];
  const load =
    (part: Part): LoadPart =>
    (start, signal) =>
      api.records.bytes({ ...name, part, start }, { signal });
  return {
    key: `${name.sessionId}:${name.id}`,
    detail,
    loads: { key: load('key'), value: load('value'), header: (index) => load({ header: index }) },
  };
}
