import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useApi } from '../../app/context.tsx';
import { createRecordSession, type RecordSession, type SessionRequest } from './record-session.ts';
import type { SessionState } from './session-state.ts';

/**
 * A read session for as long as the view is mounted and the request is the same object. `generation` asks for the same
 * again (refresh); `columns` change while it runs.
 */
export function useRecordSession(
  request: SessionRequest,
  generation: number,
  columns: ReadonlyArray<string>,
): readonly [SessionState, RecordSession] {
  const api = useApi();
  const session = useMemo(() => {
    void generation;
    // Not `useApi().records` above: the client makes a new object at every access, and each would be a new session.
    return createRecordSession({ api: api.records, nextFrame, delay, now }, request);
  }, [api, request, generation]);
  // Before the start below: a session that opens with its columns need not fetch its rows twice.
  useEffect(() => session.setColumns(columns), [session, columns]);
  useEffect(() => session.start(), [session]);
  return [useSyncExternalStore(session.subscribe, session.getState), session];
}

/** A hidden window draws no frames but must not forget what it was told: the timer is for it. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 100);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function now(): number {
  return performance.now();
}
