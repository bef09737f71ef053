import { useCallback, useMemo, useState } from 'react';
import type { ReadFrom } from '../../../shared/contract/records.ts';
import { useApp, usePreferences } from '../../app/context.tsx';
import { draftOf, FIRST_DRAFT, readFromOf, type ReadDraft } from './read-draft.ts';
import type { SessionRequest } from './record-session.ts';

const FIRST_FROM: ReadFrom = { kind: 'latest', count: 100 };

/** What the toolbar says to read, and what of it is being read. Every change of `request` or `generation` is a new session. */
export function useReadOptions(clusterId: string, topic: string) {
  const { clock } = useApp();
  const mode = usePreferences((preferences) => preferences.time);
  const [draft, setDraft] = useState<ReadDraft>(FIRST_DRAFT);
  const [from, setFrom] = useState<ReadFrom>(FIRST_FROM);
  const [partitions, setPartitions] = useState<ReadonlyArray<number>>([]);
  const [committed, setCommitted] = useState(true);
  const [generation, setGeneration] = useState(0);

  const request = useMemo<SessionRequest>(
    () => ({
      clusterId,
      topic,
      from,
      partitions,
      isolation: committed ? 'read-committed' : 'read-uncommitted',
    }),
    [clusterId, topic, from, partitions, committed],
  );
  const refresh = useCallback(() => setGeneration((current) => current + 1), []);

  /** Changes the draft; reads at once where it is complete without typing. */
  const edit = (change: Partial<ReadDraft>): void => {
    const next = { ...draft, ...change };
    setDraft(next);
    const isTyped = next.kind === 'offset' || next.kind === 'time';
    if (!isTyped) apply(next);
  };
  /** Reads from what is typed; false where it is not right yet. */
  const apply = (next: ReadDraft = draft): boolean => {
    const parsed = readFromOf(next, clock(), mode);
    if (parsed === null) return false;
    setFrom(parsed);
    refresh();
    return true;
  };
  const readFrom = (next: ReadFrom): void => {
    setDraft(draftOf(next, draft));
    setFrom(next);
    refresh();
  };
  return {
    request,
    generation,
    draft,
    partitions,
    committed,
    edit,
    apply,
    readFrom,
    refresh,
    setPartitions,
    setCommitted,
  };
}
export type ReadOptions = ReturnType<typeof useReadOptions>;
