import type { SessionPorts } from './session-api.ts';
import { openInput, type SessionRequest } from './session-request.ts';
import { wantsRows, type SessionAction, type SessionState } from './session-state.ts';

/** At most this many rows a frame; a backlog after a pause comes in over several. */
const MAX_ROWS_PER_PULL = 2000;
/** A search that finds nothing for a while still tells how far it is. */
const SEARCH_WAIT_MS = 200;
const TAIL_WAIT_MS = 1000;
const PAUSED_POLL_MS = 1000;
/**
 * Between two lots of rows of a live tail. Ten a second look like a stream and nobody reads faster; each lot turns over
 * the whole screen, and drawing that sixty times a second would leave no frame for anything else. What comes after a
 * quiet moment is shown at once.
 */
const TAIL_ROWS_EVERY_MS = 100;
/** Rows asked for once more in one call. */
const ROWS_AGAIN = 2000;

export type Run = {
  readonly ports: SessionPorts;
  readonly request: SessionRequest;
  readonly signal: AbortSignal;
  readonly getState: () => SessionState;
  readonly dispatch: (action: SessionAction) => void;
  /** Resolves with the next change of the state. */
  readonly changed: () => Promise<void>;
};

type OpenRun = Run & {
  readonly sessionId: string;
  /** The columns the core has been told of. */
  columns: ReadonlyArray<string>;
  /** When rows were last shown. */
  shownAt: number;
};

export async function readUntilAborted(run: Run): Promise<void> {
  const { ports, request, signal, dispatch } = run;
  const { columns } = run.getState();
  // Not cancelled by the signal: an open that was given up half-way might leave a session nobody closes.
  const { sessionId, topics } = await ports.api.open(openInput(request, columns));
  const open: OpenRun = { ...run, sessionId, columns, shownAt: -Infinity };
  try {
    if (signal.aborted) return;
    dispatch({ kind: 'opened', sessionId, topics });
    while (!signal.aborted) {
      try {
        await turn(open);
      } catch (error) {
        if (!signal.aborted) dispatch({ kind: 'failed', error });
      }
    }
  } finally {
    // Best effort: where this fails the core has lost the session already, and there is nobody left to tell.
    await ports.api.close({ sessionId }).catch(() => undefined);
  }
}

/** One turn of the loop: a pull, what was asked for besides, or waiting until something changes. */
async function turn(run: OpenRun): Promise<void> {
  const state = run.getState();
  if (state.error === null && state.columns !== run.columns) return showColumns(run, state);
  if (state.error === null && state.extension !== null) {
    await run.ports.api.extend({ sessionId: run.sessionId, until: state.extension }, { signal: run.signal });
    if (!run.signal.aborted) run.dispatch({ kind: 'extended' });
    return;
  }
  if (wantsRows(state)) return state.isLive && (await isTooSoon(run)) ? undefined : pull(run, state);
  await waitForChange(run, state);
}

/** Waits until the next rows may be shown; true where the state changed meanwhile and has to be looked at again. */
async function isTooSoon(run: OpenRun): Promise<boolean> {
  const { ports, changed } = run;
  const left = run.shownAt + TAIL_ROWS_EVERY_MS - ports.now();
  if (left <= 0) return false;
  const change = changed().then(() => true);
  return Promise.race([change, ports.delay(left).then(() => false)]);
}

async function pull(run: OpenRun, state: SessionState): Promise<void> {
  const { ports, signal, getState, dispatch, sessionId } = run;
  const maxRows = Math.min(MAX_ROWS_PER_PULL, state.wanted - state.received);
  const waitMs = state.readState?.kind === 'waiting' ? TAIL_WAIT_MS : SEARCH_WAIT_MS;
  // `next` makes a pull that failed on the way safe to repeat: no row is lost, none comes twice.
  const answer = await ports.api.pull({ sessionId, maxRows, waitMs, next: state.received }, { signal });
  await ports.nextFrame();
  // A pause takes hold at once. What was under way is not lost: after it the same rows are asked for again.
  if (signal.aborted || getState().halted === 'paused') return;
  if (answer.rows.length > 0) run.shownAt = ports.now();
  dispatch({ kind: 'pulled', ...answer });
}

/** Between two pulls, so that no row can come with the old columns after the new ones were asked for. */
async function showColumns(run: OpenRun, state: SessionState): Promise<void> {
  const { ports, signal, dispatch, sessionId } = run;
  const { columns } = state;
  // Told first: where the core refuses them, the failure is shown once and not tried again at every turn.
  run.columns = columns;
  await ports.api.setColumns({ sessionId, columns: [...columns] }, { signal });
  const { first, length } = state.rows;
  for (let id = first; id < first + length && run.getState().columns === columns; id += ROWS_AGAIN) {
    const count = Math.min(ROWS_AGAIN, first + length - id);
    const { rows } = await ports.api.rows({ sessionId, first: id, count }, { signal });
    await ports.nextFrame();
    if (signal.aborted) return;
    dispatch({ kind: 'replaced', rows });
  }
}

async function waitForChange(run: OpenRun, state: SessionState): Promise<void> {
  const { ports, signal, getState, dispatch, changed, sessionId } = run;
  const change = changed();
  if (state.halted !== 'paused') return change;
  await Promise.race([change, ports.delay(PAUSED_POLL_MS)]);
  if (signal.aborted || getState().halted !== 'paused') return;
  const answer = await ports.api.progress({ sessionId }, { signal });
  if (!signal.aborted) dispatch({ kind: 'progressed', ...answer });
}
