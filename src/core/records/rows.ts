import type { DecodedValue, Preview, RecordDetail, RecordRow } from '../../shared/contract/records.ts';
import { AppError } from '../../shared/errors.ts';
import type { RawRecord } from '../kafka/index.ts';
import type { DecodedRecord } from '../serdes/index.ts';
import type { LanePlace } from './lanes.ts';

/** A record on its way to the screen: where it comes from, its bytes, and how they read. */
export type ShownRecord = {
  readonly place: LanePlace;
  readonly record: RawRecord;
  readonly decoded: DecodedRecord;
};

/** What the list shows of a record; only the beginnings of key and value are decoded. */
export function toRow(id: number, { place, record, decoded }: ShownRecord, columns: Array<string | null>): RecordRow {
  return {
    id,
    topic: place.topicIndex,
    partition: record.partition,
    offset: record.offset.toString(),
    timestamp: timestampOf(record),
    key: record.marker === undefined ? decoded.key.preview() : NO_KEY,
    value: record.marker === undefined ? decoded.value.preview() : markerPreview(record.marker),
    keySize: record.key?.length ?? 0,
    valueSize: record.value?.length ?? 0,
    headers: record.headers.length,
    columns,
  };
}

const NO_KEY: Preview = { format: 'null', text: '', cut: false };

function markerPreview(marker: 'commit' | 'abort'): Preview {
  return { format: 'marker', text: marker, cut: false };
}

/** About what a row weighs in a message: its texts as UTF-8 and its fields. */
export function rowWeight(row: RecordRow): number {
  const columns = row.columns.reduce((sum, text) => sum + 8 + (text === null ? 0 : Buffer.byteLength(text)), 0);
  return 260 + Buffer.byteLength(row.key.text) + Buffer.byteLength(row.value.text) + columns;
}

const KEY_CHARS = 256 * 1024;
/** A record may carry thousands of headers; together they get no more than this, each at least a line or two. */
const HEADERS_CHARS = 512 * 1024;
const HEADER_CHARS = { least: 256, most: 64 * 1024 };

export function toDetail({ place, record, decoded }: ShownRecord): RecordDetail {
  const share = Math.floor(HEADERS_CHARS / Math.max(1, record.headers.length));
  const headerChars = Math.max(HEADER_CHARS.least, Math.min(HEADER_CHARS.most, share));
  const { marker } = record;
  return {
    topic: place.topic,
    partition: record.partition,
    offset: record.offset.toString(),
    timestamp: timestampOf(record),
    timestampType: record.timestampType,
    key: decoded.key.detail(KEY_CHARS),
    value: marker === undefined ? decoded.value.detail() : markerDetail(marker, record.value?.length ?? 0),
    headers: decoded.headers.map(({ name, value }) => ({ name, value: value.detail(headerChars) })),
  };
}

function markerDetail(marker: 'commit' | 'abort', size: number): DecodedValue {
  return {
    format: 'marker',
    text: marker,
    raw: null,
    cut: false,
    size,
    reason: `A transaction marker: the end of a transaction that was ${marker === 'commit' ? 'committed' : 'aborted'}.`,
    failure: null,
    schema: null,
  };
}

export const BYTES_PART = 512 * 1024;

export type BytesOf = 'key' | 'value' | { readonly header: number };

/** A part of the exact bytes; a null value has size 0. */
export function toBytesPart(record: RawRecord, of: BytesOf, start: number) {
  const bytes = bytesOf(record, of);
  if (start > bytes.length) {
    throw new AppError('BAD_INPUT', `There are ${bytes.length} bytes; byte ${start} is beyond their end.`);
  }
  const end = Math.min(bytes.length, start + BYTES_PART);
  return { base64: bytes.subarray(start, end).toString('base64'), size: bytes.length, end };
}

function bytesOf(record: RawRecord, of: BytesOf): Buffer {
  if (of === 'key') return record.key ?? Buffer.alloc(0);
  if (of === 'value') return record.value ?? Buffer.alloc(0);
  const header = record.headers[of.header];
  if (header === undefined) {
    throw new AppError(
      'BAD_INPUT',
      `The record has ${record.headers.length} headers; there is no header ${of.header}.`,
    );
  }
  return header[1] ?? Buffer.alloc(0);
}

/** Brokers accept any 64-bit timestamp; one that no calendar and no double can hold is shown as the nearest that can. */
export function timestampOf(record: RawRecord): number {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  if (record.timestamp > limit) return Number.MAX_SAFE_INTEGER;
  return record.timestamp < -limit ? Number.MIN_SAFE_INTEGER : Number(record.timestamp);
}
