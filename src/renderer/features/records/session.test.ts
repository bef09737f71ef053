import { describe, expect, it, vi } from 'vitest';
import type { ReadFrom, ReadState, RecordRow } from '../../../shared/contract/records.ts';
import { activityOf, factsOf } from './describe-progress.ts';
import { createRecordSession } from './record-session.ts';
import type { SessionApi } from './session-api.ts';
import { MAX_ROWS, RowList } from './row-list.ts';
import { firstSettings, requestOf } from './search/read-settings.ts';
import { hasMore, isBusy, newSession, reduceSession, wantsRows, type SessionState } from './session-state.ts';

function rows(from: number, count: number, columns: Array<string | null> = []): RecordRow[] {
  const preview = { format: 'text', text: 'x', cut: false } as const;
  return Array.from({ length: count }, (_, index) => ({
    id: from + index,
    topic: 0,
    partition: 0,
    offset: String(from + index),
    timestamp: 0,
    key: preview,
    value: preview,
    keySize: 1,
    valueSize: 1,
    headers: 0,
    columns,
  }));
}
function progress(read: number, total: string | null = '1000') {
  const rates = { recordsPerSecond: 0, bytesPerSecond: 0, msLeft: null };
  const counts = { read, matched: read, undecodable: 0, total, bytes: read, behind: '7', evicted: 0 };
  return { ...counts, ...rates, partitions: [0], notes: [] };
}
const TOPICS = [{ topic: 't', partitions: [0] }];
const COMPLETE: ReadState = { kind: 'complete', because: 'end' };
function opened(wanted: number): SessionState {
  return reduceSession(newSession({ wanted }), { kind: 'opened', sessionId: 's', topics: TOPICS });
}
function pulled(state: SessionState, count: number, readState: ReadState = { kind: 'reading' }): SessionState {
  return reduceSession(state, {
    kind: 'pulled',
    rows: rows(state.received, count),
    progress: progress(state.received + count),
    state: readState,
  });
}

describe('the session state', () => {
  it('wants rows until as many came as were asked for', () => {
    const some = pulled(opened(100), 60);
    const all = pulled(some, 40);
    expect([wantsRows(some), wantsRows(all), hasMore(all), isBusy(all)]).toEqual([true, false, true, false]);
  });
  it('wants no more of what is complete', () => {
    const state = pulled(opened(100), 10, COMPLETE);
    expect([wantsRows(state), hasMore(state), activityOf(state).kind]).toEqual([false, false, 'complete']);
  });
  it('asks for more than it has, not for more than it once asked', () => {
    const state = reduceSession(pulled(opened(100), 30), { kind: 'wanted-more', count: 500 });
    expect(state.wanted).toBe(530);
  });
  it('keeps the newest rows and tells how many left', () => {
    const state = pulled(pulled(opened(Infinity), MAX_ROWS), 12);
    expect([state.rows.length, state.rows.at(0)?.id, state.rows.first, factsOf(state)?.dropped]).toEqual([
      MAX_ROWS,
      12,
      12,
      { count: 12, kept: MAX_ROWS },
    ]);
  });
  it('keeps the same rows where nothing came, so that nothing is drawn again', () => {
    const state = pulled(opened(Infinity), 5);
    expect(pulled(state, 0, { kind: 'waiting' }).rows).toBe(state.rows);
  });
  it('stops wanting when halted and goes on when resumed', () => {
    const paused = reduceSession(pulled(opened(Infinity), 5), { kind: 'halted', how: 'paused' });
    expect([wantsRows(paused), wantsRows(reduceSession(paused, { kind: 'resumed' }))]).toEqual([false, true]);
  });
  it('calls a total a bound until it is reached', () => {
    const state = pulled(opened(1000), 5);
    const done = reduceSession(state, { kind: 'progressed', progress: progress(1000), state: COMPLETE });
    expect([factsOf(state)?.total, factsOf(done)?.total]).toEqual([
      { text: '1000', isBound: true },
      { text: '1000', isBound: false },
    ]);
  });
  it('says what matters most: an error before everything, an interruption while it reads', () => {
    const interrupted = { kind: 'interrupted', message: 'gone.', sinceMs: 1 } as const;
    const state = pulled(opened(100), 5, interrupted);
    const failed = reduceSession(state, { kind: 'failed', error: new Error('x') });
    expect([activityOf(state), activityOf(failed).kind]).toEqual([interrupted, 'failed']);
  });
});

/** A core with `total` records that answers at once and notes what it was asked. */
function fakeCore(total: number) {
  const calls: string[] = [];
  const api: SessionApi = {
    open: () => {
      calls.push('open');
      return Promise.resolve({ sessionId: 's', topics: TOPICS });
    },
    pull: ({ maxRows, next }) => {
      const count = Math.min(maxRows, total - next);
      calls.push(`pull ${next}+${count}`);
      const state: ReadState = next + count >= total ? COMPLETE : { kind: 'reading' };
      return Promise.resolve({ rows: rows(next, count), progress: progress(next + count), state });
    },
    progress: () => {
      calls.push('progress');
      return Promise.resolve({ progress: progress(1), state: { kind: 'waiting' } });
    },
    extend: ({ until }) => {
      calls.push(`extend ${until.kind}`);
      return Promise.resolve();
    },
    setColumns: ({ columns }) => {
      calls.push(`columns ${columns.join()}`);
      return Promise.resolve();
    },
    rows: ({ first, count }) => {
      calls.push(`rows ${first}+${count}`);
      return Promise.resolve({ rows: rows(first, count, ['again']) });
    },
    close: () => {
      calls.push('close');
      return Promise.resolve();
    },
  };
  return { api, calls };
}
function sessionOf(api: SessionApi, from: ReadFrom) {
  const ports = {
    api,
    nextFrame: () => Promise.resolve(),
    delay: () => new Promise<void>(() => undefined),
    now: () => performance.now(),
  };
  return createRecordSession(ports, requestOf('c', { ...firstSettings('t'), from, order: 'oldest' }, {}));
}

describe('the list of rows', () => {
  it('leaves earlier lists as they were', () => {
    const one = RowList.EMPTY.append(rows(0, 2));
    const two = one.append(rows(2, 1));
    const other = one.append(rows(2, 3));
    expect([one, two, other].map((list) => [...list].map((row) => row.id))).toEqual([
      [0, 1],
      [0, 1, 2],
      [0, 1, 2, 3, 4],
    ]);
  });
  it('keeps ids in order and finds rows by them over many cuts', () => {
    let list = RowList.EMPTY;
    for (let next = 0; next < 3 * MAX_ROWS; next += 997) list = list.append(rows(next, 997));
    expect([list.length, list.at(0)?.id, list.at(list.length), list.at(-1)]).toEqual([
      MAX_ROWS,
      list.first,
      undefined,
      undefined,
    ]);
    expect([list.at(list.indexOf(list.first + 12_345))?.id, list.indexOf(0)]).toEqual([list.first + 12_345, -1]);
  });
  it('takes rows in the place of those with their ids, and leaves out what is gone', () => {
    const list = RowList.EMPTY.append(rows(0, MAX_ROWS + 5));
    const next = list.replace(rows(3, 4, ['x']));
    expect([next.at(0)?.columns, next.at(1)?.columns, next.at(2)?.columns, list.at(0)?.columns, next.first]).toEqual([
      ['x'],
      ['x'],
      [],
      [],
      5,
    ]);
  });
});

describe('a read session', () => {
  it('pulls no further than was wanted, and on when more is wanted', async () => {
    const core = fakeCore(10_000);
    const session = sessionOf(core.api, { kind: 'latest', count: 100 });
    const end = session.start();
    await vi.waitFor(() => expect(session.getState().received).toBe(100));
    session.loadMore(50);
    await vi.waitFor(() => expect(session.getState().received).toBe(150));
    end();
    await vi.waitFor(() => expect(core.calls).toEqual(['open', 'pull 0+100', 'pull 100+50', 'close']));
  });
  it('shows the rows of a live tail ten times a second, and no more often', async () => {
    const core = fakeCore(1_000_000);
    let clock = 1000;
    const pulledAt: number[] = [];
    const api: SessionApi = {
      ...core.api,
      pull: (input, options) => {
        pulledAt.push(clock);
        clock += 7;
        return core.api.pull(input, options);
      },
    };
    const delay = (ms: number): Promise<void> => {
      clock += ms;
      return Promise.resolve();
    };
    const ports = { api, nextFrame: () => Promise.resolve(), delay, now: () => clock };
    const request = requestOf('c', { ...firstSettings('t'), from: { kind: 'now' } }, {});
    const end = createRecordSession(ports, request).start();
    await vi.waitFor(() => expect(pulledAt.length).toBeGreaterThan(5));
    end();
    expect(pulledAt.slice(0, 4)).toEqual([1000, 1107, 1214, 1321]);
  });
  it('closes in the core what was given up while it opened', async () => {
    const core = fakeCore(10);
    const end = sessionOf(core.api, { kind: 'beginning' }).start();
    end();
    await vi.waitFor(() => expect(core.calls).toEqual(['open', 'close']));
  });
  it('asks for the same rows again after a failed pull', async () => {
    const core = fakeCore(100);
    const pull = core.api.pull;
    let fails = true;
    const api: SessionApi = {
      ...core.api,
      pull: (input, options) => {
        if (input.next === 0 || !fails) return pull({ ...input, maxRows: Math.min(input.maxRows, 40) }, options);
        fails = false;
        return Promise.reject(new Error('lost'));
      },
    };
    const session = sessionOf(api, { kind: 'beginning' });
    const end = session.start();
    await vi.waitFor(() => expect(session.getState().error).toBeInstanceOf(Error));
    session.resume();
    await vi.waitFor(() => expect(session.getState().readState?.kind).toBe('complete'));
    expect([...session.getState().rows].map((row) => row.id)).toEqual(rows(0, 100).map((row) => row.id));
    end();
  });
  it('shows nothing more once it is paused, and all of it when it goes on', async () => {
    const core = fakeCore(100);
    const pull = core.api.pull;
    let answer = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (answer = resolve));
    const api: SessionApi = { ...core.api, pull: (input, options) => waiting.then(() => pull(input, options)) };
    const session = sessionOf(api, { kind: 'now' });
    const end = session.start();
    await vi.waitFor(() => expect(session.getState().sessionId).toBe('s'));
    session.pause();
    answer();
    await vi.waitFor(() => expect(core.calls).toEqual(['open', 'pull 0+100']));
    expect(session.getState().received).toBe(0);
    session.resume();
    await vi.waitFor(() => expect(session.getState().received).toBe(100));
    end();
  });
  it('shows other columns without searching again', async () => {
    const core = fakeCore(100);
    const session = sessionOf(core.api, { kind: 'latest', count: 100 });
    const end = session.start();
    await vi.waitFor(() => expect(session.getState().received).toBe(100));
    session.setColumns(['value.a']);
    await vi.waitFor(() => expect(session.getState().rows.at(99)?.columns).toEqual(['again']));
    session.setColumns(['value.a']);
    end();
    await vi.waitFor(() =>
      expect(core.calls).toEqual(['open', 'pull 0+100', 'columns value.a', 'rows 0+100', 'close']),
    );
  });
  it('reads on after the end that was asked for', async () => {
    const core = fakeCore(100);
    const session = sessionOf(core.api, { kind: 'beginning' });
    const end = session.start();
    await vi.waitFor(() => expect(session.getState().readState?.kind).toBe('complete'));
    session.extend({ kind: 'end' });
    expect(isBusy(session.getState())).toBe(true);
    await vi.waitFor(() => expect(core.calls).toEqual(['open', 'pull 0+100', 'extend end', 'pull 100+0']));
    end();
  });
  it('tells a failed open and leaves nothing to close', async () => {
    const core = fakeCore(1);
    const session = sessionOf({ ...core.api, open: () => Promise.reject(new Error('no')) }, { kind: 'beginning' });
    session.start();
    await vi.waitFor(() => expect(activityOf(session.getState()).kind).toBe('failed'));
    expect(core.calls).toEqual([]);
  });
});
