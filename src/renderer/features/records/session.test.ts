import { describe, expect, it, vi } from 'vitest';
import type { ReadFrom, ReadState, RecordRow } from '../../../shared/contract/records.ts';
import { activityOf, factsOf } from './describe-progress.ts';
import { createRecordSession, type SessionApi } from './record-session.ts';
import { hasMore, isBusy, MAX_ROWS, newSession, reduceSession, wantsRows, type SessionState } from './session-state.ts';

function rows(from: number, count: number): RecordRow[] {
  const preview = { format: 'text', text: 'x', cut: false } as const;
  return Array.from({ length: count }, (_, index) => ({
    id: from + index,
    partition: 0,
    offset: String(from + index),
    timestamp: 0,
    key: preview,
    value: preview,
    keySize: 1,
    valueSize: 1,
    headers: 0,
  }));
}
function progress(read: number, total: string | null = '1000') {
  return { read, total, bytes: read, behind: '7', partitions: [0], evicted: 0, notes: [] };
}
function opened(wanted: number): SessionState {
  return reduceSession(newSession(wanted), { kind: 'opened', sessionId: 's', partitions: [0] });
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
    const state = pulled(opened(100), 10, { kind: 'complete' });
    expect([wantsRows(state), hasMore(state), activityOf(state).kind]).toEqual([false, false, 'complete']);
  });
  it('asks for more than it has, not for more than it once asked', () => {
    const state = reduceSession(pulled(opened(100), 30), { kind: 'wanted-more', count: 500 });
    expect(state.wanted).toBe(530);
  });
  it('keeps the newest rows and tells how many left', () => {
    const state = pulled(pulled(opened(Infinity), MAX_ROWS), 12);
    expect([state.rows.length, state.rows[0]?.id, state.dropped, factsOf(state)?.dropped]).toEqual([
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
    const done = reduceSession(state, { kind: 'progressed', progress: progress(1000), state: { kind: 'complete' } });
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
      return Promise.resolve({ sessionId: 's', partitions: [0] });
    },
    pull: ({ maxRows, next }) => {
      const count = Math.min(maxRows, total - next);
      calls.push(`pull ${next}+${count}`);
      const state: ReadState = next + count >= total ? { kind: 'complete' } : { kind: 'reading' };
      return Promise.resolve({ rows: rows(next, count), progress: progress(next + count), state });
    },
    progress: () => {
      calls.push('progress');
      return Promise.resolve({ progress: progress(1), state: { kind: 'waiting' } });
    },
    close: () => {
      calls.push('close');
      return Promise.resolve();
    },
  };
  return { api, calls };
}
function sessionOf(api: SessionApi, from: ReadFrom) {
  const ports = { api, nextFrame: () => Promise.resolve(), delay: () => new Promise<void>(() => undefined) };
  return createRecordSession(ports, { clusterId: 'c', topic: 't', partitions: [], from, isolation: 'read-committed' });
}

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
    expect(session.getState().rows.map((row) => row.id)).toEqual(rows(0, 100).map((row) => row.id));
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
