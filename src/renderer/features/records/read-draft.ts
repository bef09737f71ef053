import type { ReadFrom } from '../../../shared/contract/records.ts';
import type { TimeMode } from '../../ui/format.ts';
import { parseTime } from './parse-time.ts';

/** What the toolbar holds while it is edited. */
export type ReadDraft = {
  readonly kind: ReadFrom['kind'];
  readonly count: number;
  readonly offset: string;
  readonly time: string;
};

export const FIRST_DRAFT: ReadDraft = { kind: 'latest', count: 100, offset: '', time: '' };
export const COUNTS: ReadonlyArray<number> = [100, 500, 1000, 5000, 10_000];

/** Where the draft says to start; null while its text is not right. */
export function readFromOf(draft: ReadDraft, nowMs: number, mode: TimeMode): ReadFrom | null {
  switch (draft.kind) {
    case 'latest':
      return { kind: 'latest', count: draft.count };
    case 'beginning':
    case 'now':
      return { kind: draft.kind };
    case 'offset': {
      const offset = draft.offset.replace(/[\s,_]/g, '');
      return /^\d{1,19}$/.test(offset) ? { kind: 'offset', offset: offset.replace(/^0+(?=\d)/, '') } : null;
    }
    case 'group':
    case 'offsets':
      return null;
    case 'time': {
      const timestamp = parseTime(draft.time, nowMs, mode);
      return timestamp === null ? null : { kind: 'time', timestamp };
    }
  }
}

/** The draft that shows `from`. */
export function draftOf(from: ReadFrom, before: ReadDraft): ReadDraft {
  switch (from.kind) {
    case 'latest':
      return { ...before, kind: 'latest', count: from.count };
    case 'offset':
      return { ...before, kind: 'offset', offset: from.offset };
    case 'time':
      return { ...before, kind: 'time', time: String(from.timestamp) };
    case 'beginning':
    case 'now':
    case 'group':
    case 'offsets':
      return { ...before, kind: from.kind };
  }
}
