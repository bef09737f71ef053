import { describe, expect, it } from 'vitest';
import type { ReadProgress, ReadState } from '../../../../shared/contract/records.ts';
import { activityOf, factsOf, shortRate } from '../describe-progress.ts';
import { isLiveRequest, wantedAtFirst } from '../session-request.ts';
import { newSession, reduceSession, type SessionState } from '../session-state.ts';
import { describeNothing } from './describe-nothing.ts';
import { activityText, factTexts } from './progress-texts.ts';
import { changeSettings, firstSettings, requestOf, type ReadSettings } from './read-settings.ts';

const SETTINGS = firstSettings('orders');
const FILTER = { kind: 'is', what: 'tombstone' } as const;
const request = (change: Partial<ReadSettings> = {}) => requestOf('c', changeSettings(SETTINGS, change), {});

describe('what is read', () => {
  it('ends where the newest end', () => {
    const until = { kind: 'count', count: 5 } as const;
    expect(changeSettings({ ...SETTINGS, from: { kind: 'beginning' }, until }, { from: SETTINGS.from })).toMatchObject({
      until: { kind: 'end' },
      order: 'newest',
    });
  });
  it('never ends where it starts now, and comes as it arrives', () => {
    const live = changeSettings(SETTINGS, { from: { kind: 'now' } });
    expect(live).toMatchObject({ until: { kind: 'never' }, order: 'oldest' });
    expect(changeSettings(live, { latestPerKey: true }).latestPerKey).toBe(false);
  });
  it('keeps an order that was chosen where it can be', () => {
    const from = changeSettings(SETTINGS, { from: { kind: 'beginning' } });
    const newest = changeSettings(from, { order: 'newest' });
    expect([from.order, newest.order, changeSettings(newest, { filter: FILTER }).order]).toEqual([
      'oldest',
      'newest',
      'newest',
    ]);
    expect(changeSettings(newest, { until: { kind: 'never' } }).order).toBe('oldest');
  });
  it('shows markers only where uncommitted records are shown, too', () => {
    const all = changeSettings(SETTINGS, { committed: false, markers: true });
    expect([all.markers, changeSettings(all, { committed: true }).markers]).toEqual([true, false]);
  });
  it('is live where rows come by themselves', () => {
    expect([
      isLiveRequest(request({ from: { kind: 'now' } })),
      isLiveRequest(request({ from: { kind: 'beginning' }, until: { kind: 'never' } })),
      isLiveRequest(request({ from: { kind: 'now' }, until: { kind: 'count', count: 5 } })),
      isLiveRequest(request()),
    ]).toEqual([true, true, false, false]);
  });
  it('asks a search for more than a look', () => {
    const from = { kind: 'beginning' } as const;
    expect([
      wantedAtFirst(request()),
      wantedAtFirst(request({ from })),
      wantedAtFirst(request({ from, filter: FILTER })),
      wantedAtFirst(request({ from, until: { kind: 'count', count: 42 } })),
    ]).toEqual([100, 500, 10_000, 42]);
  });
});

const PROGRESS: ReadProgress = {
  read: 12_400_000,
  matched: 0,
  undecodable: 0,
  recordsPerSecond: 6_100_000,
  bytesPerSecond: 1,
  msLeft: 4000,
  total: '80000000',
  bytes: 1_181_116_006,
  behind: '0',
  partitions: [0, 1, 2],
  evicted: 0,
  notes: [],
};
function stateOf(readState: ReadState, progress: Partial<ReadProgress> = {}, wanted = 10_000): SessionState {
  const topics = [{ topic: 'orders', partitions: [0, 1, 2] }];
  const opened = reduceSession(newSession({ wanted }), { kind: 'opened', sessionId: 's', topics });
  return reduceSession(opened, { kind: 'pulled', rows: [], progress: { ...PROGRESS, ...progress }, state: readState });
}
const SEARCH = request({ from: { kind: 'beginning' }, filter: FILTER });

describe('the progress line', () => {
  it('says how much of how much, how fast and how long', () => {
    const facts = factsOf(stateOf({ kind: 'reading' }, { matched: 7, undecodable: 3 }));
    expect(facts === null ? [] : factTexts(facts, true)).toEqual([
      'read 12.4 of ≤ 80.0 M',
      'matched 7',
      '3 undecodable',
      '1.10 GiB',
      '6.1 M/s',
      '4.0 s left',
      'partitions 0–2',
    ]);
  });
  it('says no rate of what is over', () => {
    const facts = factsOf(stateOf({ kind: 'complete', because: 'end' }, { read: 80, total: '80' }));
    expect(facts === null ? [] : factTexts(facts, false)).toEqual(['read 80 of 80', '1.10 GiB', 'partitions 0–2']);
  });
  it('says why it ended', () => {
    const count = { ...SEARCH, until: { kind: 'count', count: 1000 } } as const;
    const text = (because: 'end' | 'count') =>
      activityText(activityOf(stateOf({ kind: 'complete', because })), count, null, 'utc');
    expect([text('count'), text('end')]).toEqual(['ended after 1,000 records, as asked', 'complete: read to the end']);
  });
  it.each([
    [840, '840'],
    [12_345, '12.3 k'],
    [6_100_000, '6.1 M'],
  ])('%i a second is %s', (rate, text) => {
    expect(shortRate(rate)).toBe(text);
  });
});

describe('nothing to see', () => {
  it('is never called no result while not all was read', () => {
    const states: ReadonlyArray<[SessionState, RegExp]> = [
      [stateOf({ kind: 'reading' }), /Nothing found yet/],
      [reduceSession(stateOf({ kind: 'reading' }), { kind: 'halted', how: 'stopped' }), /Stopped: no match so far/],
      [stateOf({ kind: 'interrupted', message: 'Gone.', sinceMs: 1 }), /The broker is away/],
      [stateOf({ kind: 'complete', because: 'count' }), /No match in what was read/],
      [stateOf({ kind: 'reading' }, {}, 0), /No match in what was read/],
    ];
    for (const [state, title] of states) {
      const nothing = describeNothing(state, SEARCH, 'utc');
      expect(nothing?.title).toMatch(title);
      expect(nothing?.hint).toMatch(/12,400,000 (of|so far)/);
    }
  });
  it('is no match once all was read, and says what could not be decoded', () => {
    const state = stateOf({ kind: 'complete', because: 'end' }, { read: 80_000, total: '80000', undecodable: 3 });
    expect(describeNothing(state, SEARCH, 'utc')).toMatchObject({
      title: 'No record matches',
      hint: 'All 80,000 records were read (partitions 0–2). 3 records could not be decoded; a filter on decoded fields cannot match them.',
      remedies: ['show-undecodable', 'clear-filter'],
    });
  });
  it('offers to go on where the end was asked for', () => {
    expect(describeNothing(stateOf({ kind: 'complete', because: 'bytes' }), SEARCH, 'utc')?.remedies).toContain(
      'read-on',
    );
  });
  it('is an empty topic where nothing was asked of it', () => {
    const state = stateOf({ kind: 'complete', because: 'end' }, { read: 0, total: '0' });
    expect(describeNothing(state, request(), 'utc')?.title).toBe('This topic has no records');
  });
});
