import type { RawRecord } from '../kafka/index.ts';

/** Records on their way between threads: their bytes in one piece that is handed over, not copied, and where each lies. */
export type PackedRecords = {
  readonly bytes: ArrayBuffer;
  readonly offsets: BigInt64Array;
  readonly timestamps: BigInt64Array;
  /** 0 create, 1 append, 2 unknown. */
  readonly timestampTypes: Uint8Array;
  /** Of each record: key, value, number of headers, then name and value of each header; −1 is null. */
  readonly lengths: Int32Array;
};

const TYPES = ['create', 'append', 'unknown'] as const;

export function packRecords(records: ReadonlyArray<RawRecord>): PackedRecords {
  const parts: Buffer[] = [];
  const lengths: number[] = [];
  const add = (bytes: Buffer | null): void => {
    lengths.push(bytes === null ? -1 : bytes.length);
    if (bytes !== null) parts.push(bytes);
  };
  for (const { key, value, headers } of records) {
    add(key);
    add(value);
    lengths.push(headers.length);
    for (const [name, header] of headers) {
      add(name);
      add(header);
    }
  }
  return {
    bytes: joined(parts),
    offsets: BigInt64Array.from(records, (record) => record.offset),
    timestamps: BigInt64Array.from(records, (record) => record.timestamp),
    timestampTypes: Uint8Array.from(records, (record) => TYPES.indexOf(record.timestampType)),
    lengths: Int32Array.from(lengths),
  };
}

function joined(parts: ReadonlyArray<Buffer>): ArrayBuffer {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.buffer;
}

export function unpackRecords(packed: PackedRecords, partition: number): RawRecord[] {
  const all = Buffer.from(packed.bytes);
  let [at, index] = [0, 0];
  const length = (): number => packed.lengths[index++] as number;
  const take = (): Buffer | null => {
    const size = length();
    if (size < 0) return null;
    at += size;
    return all.subarray(at - size, at);
  };
  return Array.from(packed.offsets, (offset, row) => {
    const key = take();
    const value = take();
    const headers = Array.from({ length: length() }, () => [take() ?? Buffer.alloc(0), take()] as const);
    const timestampType = TYPES[packed.timestampTypes[row] as number] ?? 'unknown';
    return { partition, offset, timestamp: packed.timestamps[row] as bigint, timestampType, key, value, headers };
  });
}
