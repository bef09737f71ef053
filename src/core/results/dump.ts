import type { ValueFormat } from '../../shared/contract/serdes.ts';

/** A record as a search handed it out, decoded. */
export type DumpRow = {
  readonly id: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds; -1 where the record has none. */
  readonly timestamp: number;
  /** Whole text as it is copied: JSON as written, decoded formats as JSON, bytes as hex; null is null. */
  readonly key: string | null;
  readonly value: string | null;
  readonly keyBytes: Uint8Array | null;
  readonly valueBytes: Uint8Array | null;
  readonly headers: ReadonlyArray<readonly [string, Uint8Array | null]>;
  /** Of the value. */
  readonly format: ValueFormat;
};

export type DumpRequest = { readonly first: number; readonly maxRows: number; readonly maxBytes: number };

/** Rows handed out so far, from id `first` on. `done`: there are no more as of now; `next` is where to go on. */
export type DumpPage = {
  readonly next: number;
  readonly done: boolean;
  readonly rows: ReadonlyArray<DumpRow>;
  /** Rows handed out in all, where it is known. */
  readonly of?: number;
};

/** Where rows come from: core/records, injected. */
export type DumpSource = (sessionId: string, request: DumpRequest, signal?: AbortSignal) => Promise<DumpPage>;

/**
 * A row as it goes to the other process. Bytes travel only where the text does not give them back, so that text, the
 * usual case, travels once; they are copies, because a view would take its whole buffer along.
 */
export type WireRow = Omit<DumpRow, 'keyBytes' | 'valueBytes' | 'headers'> & {
  readonly keySize: number;
  readonly valueSize: number;
  readonly keyBytes: Uint8Array | null;
  readonly valueBytes: Uint8Array | null;
  readonly headers: ReadonlyArray<readonly [string, string | Uint8Array | null]>;
};

export function toWire(row: DumpRow, withBytes: boolean): WireRow {
  return {
    ...row,
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
