import { useRef, useState } from 'react';
import type { QueryResult } from '../../../../shared/contract/results.ts';
import { useApi } from '../../../app/context.tsx';

export const SQL_ROWS = 10_000;

export type SqlState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly sql: string }
  | { readonly kind: 'done'; readonly sql: string; readonly result: QueryResult }
  | { readonly kind: 'failed'; readonly sql: string; readonly error: unknown };

/** Runs one statement at a time over what the session has handed out. */
export function useSql(sessionId: string | null) {
  const api = useApi();
  const [kept, setState] = useState<{ readonly sessionId: string | null; readonly state: SqlState }>({
    sessionId,
    state: { kind: 'idle' },
  });
  const turn = useRef(0);
  const state: SqlState = kept.sessionId === sessionId ? kept.state : { kind: 'idle' };

  const run = (sql: string): void => {
    if (sessionId === null || sql.trim() === '' || state.kind === 'running') return;
    turn.current += 1;
    const mine = turn.current;
    const put = (next: SqlState): void => {
      if (turn.current === mine) setState({ sessionId, state: next });
    };
    put({ kind: 'running', sql });
    api.results.query({ sessionId, sql, maxRows: SQL_ROWS }).then(
      (result) => put({ kind: 'done', sql, result }),
      (error: unknown) => put({ kind: 'failed', sql, error }),
    );
  };
  const cancel = (): void => {
    if (sessionId === null) return;
    // The statement itself fails as cancelled; where even that cannot be said, it was over already.
    api.results.cancel({ sessionId }).catch(() => undefined);
  };
  return { state, run, cancel };
}
