import type { ReadFrom, ReadUntil } from '../../../shared/contract/records.ts';
import type { TimeMode } from '../../ui/format.ts';
import { parseTime } from './parse-time.ts';

/** An offset typed for one partition; empty: the partition is not read. */
export type OffsetDraft = Readonly<Record<string, string>>;

/** What the popover of "From" holds while it is edited. */
export type FromDraft = {
  readonly kind: ReadFrom['kind'];
  readonly count: string;
  readonly offset: string;
  /** By `partitionName`. */
  readonly offsets: OffsetDraft;
  readonly time: string;
  readonly group: string;
};

/** What the popover of "Until" holds while it is edited. */
export type UntilDraft = {
  readonly kind: ReadUntil['kind'];
  readonly count: string;
  readonly bytes: string;
  readonly time: string;
  readonly offset: string;
};

export const COUNTS: ReadonlyArray<number> = [100, 500, 1000, 5000, 10_000];
const MAX_NEWEST = 10_000;
const MAX_COUNT = 1_000_000_000;
const FIRST_FROM: FromDraft = { kind: 'latest', count: '100', offset: '', offsets: {}, time: '1h', group: '' };
const FIRST_UNTIL: UntilDraft = { kind: 'end', count: '1,000', bytes: '100 MiB', time: '', offset: '' };

export function partitionName(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

/** Where the draft says to start; null while its text is not right. */
export function readFromOf(draft: FromDraft, nowMs: number, mode: TimeMode): ReadFrom | null {
  switch (draft.kind) {
    case 'latest': {
      const count = parseCount(draft.count, MAX_NEWEST);
      return count === null ? null : { kind: 'latest', count };
    }
    case 'beginning':
    case 'now':
      return { kind: draft.kind };
    case 'offset': {
      const offset = parseOffset(draft.offset);
      return offset === null ? null : { kind: 'offset', offset };
    }
    case 'offsets':
      return offsetsOf(draft.offsets);
    case 'group': {
      const group = draft.group.trim();
      return group === '' || group.length > 255 ? null : { kind: 'group', group };
    }
    case 'time': {
      const timestamp = parseTime(draft.time, nowMs, mode);
      return timestamp === null ? null : { kind: 'time', timestamp };
    }
  }
}

function offsetsOf(drafts: OffsetDraft): ReadFrom | null {
  const offsets: Extract<ReadFrom, { kind: 'offsets' }>['offsets'] = [];
  for (const [name, text] of Object.entries(drafts)) {
    if (text.trim() === '') continue;
    const offset = parseOffset(text);
    if (offset === null) return null;
    const slash = name.lastIndexOf('/');
    offsets.push({ topic: name.slice(0, slash), partition: Number(name.slice(slash + 1)), offset });
  }
  return offsets.length === 0 ? null : { kind: 'offsets', offsets };
}

/** The draft that shows `from`. */
export function fromDraftOf(from: ReadFrom, before: FromDraft = FIRST_FROM): FromDraft {
  switch (from.kind) {
    case 'latest':
      return { ...before, kind: 'latest', count: String(from.count) };
    case 'offset':
      return { ...before, kind: 'offset', offset: from.offset };
    case 'offsets': {
      const offsets = from.offsets.map((each) => [partitionName(each.topic, each.partition), each.offset] as const);
      return { ...before, kind: 'offsets', offsets: Object.fromEntries(offsets) };
    }
    case 'time':
      return { ...before, kind: 'time', time: String(from.timestamp) };
    case 'group':
      return { ...before, kind: 'group', group: from.group };
    case 'beginning':
    case 'now':
      return { ...before, kind: from.kind };
  }
}

/** Where the draft says to end; null while its text is not right. */
export function readUntilOf(draft: UntilDraft, nowMs: number, mode: TimeMode): ReadUntil | null {
  switch (draft.kind) {
    case 'end':
    case 'never':
      return { kind: draft.kind };
    case 'count': {
      const count = parseCount(draft.count, MAX_COUNT);
      return count === null ? null : { kind: 'count', count };
    }
    case 'bytes': {
      const bytes = parseBytes(draft.bytes);
      return bytes === null ? null : { kind: 'bytes', bytes };
    }
    case 'time': {
      const timestamp = parseTime(draft.time, nowMs, mode);
      return timestamp === null ? null : { kind: 'time', timestamp };
    }
    case 'offset': {
      const offset = parseOffset(draft.offset);
      return offset === null ? null : { kind: 'offset', offset };
    }
  }
}

/** The draft that shows `until`. */
export function untilDraftOf(until: ReadUntil, before: UntilDraft = FIRST_UNTIL): UntilDraft {
  switch (until.kind) {
    case 'end':
    case 'never':
      return { ...before, kind: until.kind };
    case 'count':
      return { ...before, kind: 'count', count: String(until.count) };
    case 'bytes':
      return { ...before, kind: 'bytes', bytes: String(until.bytes) };
    case 'time':
      return { ...before, kind: 'time', time: String(until.timestamp) };
    case 'offset':
      return { ...before, kind: 'offset', offset: until.offset };
  }
}

/** An offset as people type or paste it, kept as text: it has 64 bits. */
export function parseOffset(text: string): string | null {
  const digits = text.replace(/[\s,_]/g, '');
  return /^\d{1,19}$/.test(digits) ? digits.replace(/^0+(?=\d)/, '') : null;
}

/** `1000`, `1,000`, `20k`, `1.5M`. */
export function parseCount(text: string, max: number): number | null {
  const match = /^(\d+(?:\.\d+)?)([kKmM]?)$/.exec(text.replace(/[\s,_]/g, ''));
  if (match === null) return null;
  const factor = { '': 1, k: 1000, m: 1_000_000 }[(match[2] ?? '').toLowerCase()] ?? 1;
  const count = Math.round(Number(match[1]) * factor);
  return count >= 1 && count <= max ? count : null;
}

const BYTE_UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** `512 MiB`, `1.5 GB`, `100m`, `4096`: units are binary, as everywhere in the product. */
export function parseBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([kmgt]?)(?:i?b)?$/i.exec(text.replace(/[\s,_]/g, ''));
  if (match === null) return null;
  const bytes = Math.round(Number(match[1]) * (BYTE_UNITS[(match[2] ?? '').toLowerCase()] ?? 1));
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : null;
}
