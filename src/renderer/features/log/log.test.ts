import { describe, expect, it } from 'vitest';
import type { LogLine, LogPage } from '../../../shared/contract/log.ts';
import { detailsOf, prettyLine } from './details-of.ts';
import { MAX_KEPT, withPage, type LogState } from './use-log.ts';

function line(offset: number, text = '{}'): LogLine {
  return { place: { file: '1', offset }, time: '', level: 'info', room: '', event: 'x', text };
}

function page(from: number, to: number, changes: Partial<LogPage> = {}): LogPage {
  const lines = Array.from({ length: to - from }, (_, count) => line(from + count));
  return { lines, end: { file: '1', offset: to }, hasOlder: false, isRestart: false, ...changes };
}

const EMPTY: LogState = { lines: [], end: null, hasOlder: false, isCapped: false, isLoading: true, error: null };
const offsets = (state: LogState) => [state.lines[0]?.place.offset, state.lines.at(-1)?.place.offset];

describe('the lines of the log', () => {
  it('grow at both ends', () => {
    const first = withPage(EMPTY, { kind: 'newer', page: page(10, 20, { hasOlder: true }) });
    expect(first).toMatchObject({ hasOlder: true, isLoading: false });
    const grown = withPage(first, { kind: 'newer', page: page(20, 30) });
    expect(offsets(grown)).toEqual([10, 29]);
    const whole = withPage(grown, { kind: 'older', page: page(0, 10) });
    expect(offsets(whole)).toEqual([0, 29]);
    expect(whole.hasOlder).toBe(false);
  });

  it('are let go at the old end where there are too many', () => {
    const full = withPage(EMPTY, { kind: 'newer', page: page(0, MAX_KEPT, { hasOlder: true }) });
    const more = withPage(full, { kind: 'newer', page: page(MAX_KEPT, MAX_KEPT + 5) });
    expect(more.lines).toHaveLength(MAX_KEPT);
    expect(offsets(more)).toEqual([5, MAX_KEPT + 4]);
    expect(more).toMatchObject({ isCapped: true, hasOlder: false });
  });

  it('start anew where the place was rotated away', () => {
    const first = withPage(EMPTY, { kind: 'newer', page: page(10, 20) });
    const anew = withPage(first, { kind: 'newer', page: page(100, 110, { isRestart: true }) });
    expect(offsets(anew)).toEqual([100, 109]);
  });

  it('stay when reading fails', () => {
    const first = withPage(EMPTY, { kind: 'newer', page: page(10, 20) });
    expect(withPage(first, { kind: 'failed', error: 'no' })).toMatchObject({ lines: first.lines, error: 'no' });
  });
});

it('shows the fields of a line, and a line that is no JSON as it is', () => {
  const text = '{"time":"t","level":"info","event":"x","n":1,"error":{"message":"no"}}';
  expect(detailsOf(line(0, text))).toBe('n=1  error={"message":"no"}');
  expect(detailsOf(line(0, 'cut {'))).toBe('');
  expect(prettyLine(line(0, 'cut {'))).toBe('cut {');
  expect(prettyLine(line(0, text))).toContain('"n": 1');
});
