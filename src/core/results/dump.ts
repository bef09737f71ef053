import type { DumpPage, DumpRow } from '../records/index.ts';

/** Where rows come from: what a session has handed out, from row id `first` on. Core/records, injected. */
export type DumpSource = (sessionId: string, from: { first: number; signal: AbortSignal }) => AsyncIterable<DumpPage>;

/**
 * A row as it goes to the other process. Bytes travel only where the text does not give them back, so that text, the
 * usual case, travels once; they are copies, because a view would take its whole buffer along.
 */
export type WireRow = Omit<DumpRow, 'keyFormat' | 'valueFormat' | 'keyBytes' | 'valueBytes' | 'headers'> & {
  /** Of the value. */
  readonly format: DumpRow['valueFormat'];
  readonly keySize: number;
  readonly valueSize: number;
  readonly keyBytes: Uint8Array | null;
  readonly valueBytes: Uint8Array | null;
  readonly headers: ReadonlyArray<readonly [string, string | Uint8Array | null]>;
};

export function toWire(row: DumpRow, withBytes: boolean): WireRow {
  const { id, topic, partition, offset, timestamp, key, value } = row;
  return {
    ...{ id, topic, partition, offset, timestamp, key, value },
    format: row.valueFormat,
    keySize: row.keyBytes?.length ?? 0,
    valueSize: row.valueBytes?.length ?? 0,
    keyBytes: withBytes ? bytesBeyondText(row.key, row.keyBytes) : null,
    valueBytes: withBytes ? bytesBeyondText(row.value, row.valueBytes) : null,
    headers: row.headers.map(([name, value]) => [name, headerToWire(value)] as const),
  };
}

function bytesBeyondText(text: string | null, bytes: Uint8Array | null): Uint8Array | null {
  if (bytes === null || (text !== null && isText(text, bytes))) return null;
  return Uint8Array.from(bytes);
}

function isText(text: string, bytes: Uint8Array): boolean {
  return Buffer.byteLength(text) === bytes.length && Buffer.from(text).equals(bytes);
}

function headerToWire(bytes: Uint8Array | null): string | Uint8Array | null {
  if (bytes === null) return null;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return isText(text, bytes) ? text : Uint8Array.from(bytes);
}
