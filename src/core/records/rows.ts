import type { RecordDetail, RecordRow } from '../../shared/contract/records.ts';
import { AppError } from '../../shared/errors.ts';
import type { RawRecord } from '../kafka/index.ts';
import { decode, preview } from '../serdes/index.ts';

/** What the list shows of a record; only the beginnings of key and value are decoded. */
export function toRow(id: number, record: RawRecord): RecordRow {
  return {
    id,
    partition: record.partition,
    offset: record.offset.toString(),
    timestamp: timestampOf(record),
    key: preview(record.key),
    value: preview(record.value),
    keySize: record.key?.length ?? 0,
    valueSize: record.value?.length ?? 0,
    headers: record.headers.length,
  };
}

/** About what a row weighs in a message: its texts as UTF-8 and its fields. */
export function rowWeight(row: RecordRow): number {
  return 250 + Buffer.byteLength(row.key.text) + Buffer.byteLength(row.value.text);
}

const KEY_CHARS = 256 * 1024;
/** A record may carry thousands of headers; together they get no more than this, each at least a line or two. */
const HEADERS_CHARS = 512 * 1024;
const HEADER_CHARS = { least: 256, most: 64 * 1024 };

export function toDetail(topic: string, record: RawRecord): RecordDetail {
  const share = Math.floor(HEADERS_CHARS / Math.max(1, record.headers.length));
  const headerChars = Math.max(HEADER_CHARS.least, Math.min(HEADER_CHARS.most, share));
  return {
    topic,
    partition: record.partition,
    offset: record.offset.toString(),
    timestamp: timestampOf(record),
    timestampType: record.timestampType,
    key: decode(record.key, KEY_CHARS),
    value: decode(record.value),
    // A header's name is text by the protocol, but nothing enforces it; a broken one is shown, never refused.
    headers: record.headers.map(([name, value]) => ({
      name: name.toString('utf8'),
      value: decode(value, headerChars),
    })),
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
function timestampOf(record: RawRecord): number {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  if (record.timestamp > limit) return Number.MAX_SAFE_INTEGER;
  return record.timestamp < -limit ? Number.MIN_SAFE_INTEGER : Number(record.timestamp);
}
