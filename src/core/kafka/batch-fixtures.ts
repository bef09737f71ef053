import { crc32c } from '@platformatic/wasm-utils';

/** For tests: writes record batches as producers do (format version 2), and what no producer would write. */
export type FixtureRecord = {
  readonly offsetDelta: number;
  readonly timestampDelta?: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: ReadonlyArray<readonly [Buffer, Buffer | null]>;
};

export type FixtureBatch = {
  readonly baseOffset: bigint;
  readonly records: ReadonlyArray<FixtureRecord>;
  /** The number of the codec and its packing. */
  readonly codec?: readonly [number: number, pack: (bytes: Buffer) => Buffer];
  readonly attributes?: number;
  readonly baseTimestamp?: bigint;
  readonly producerId?: bigint;
  /** What the header claims, where it is not what there is. */
  readonly count?: number;
  readonly lastOffsetDelta?: number;
  readonly body?: Buffer;
};

export function zigzag(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

function sized(bytes: Buffer | null): Buffer[] {
  return bytes === null ? [zigzag(-1n)] : [zigzag(BigInt(bytes.length)), bytes];
}

export function fixtureBody(records: ReadonlyArray<FixtureRecord>): Buffer {
  return Buffer.concat(
    records.flatMap((record) => {
      const headers = record.headers ?? [];
      const body = Buffer.concat([
        Buffer.from([0]),
        zigzag(record.timestampDelta ?? 0n),
        zigzag(BigInt(record.offsetDelta)),
        ...sized(record.key),
        ...sized(record.value),
        zigzag(BigInt(headers.length)),
        ...headers.flatMap(([name, value]) => [...sized(name), ...sized(value)]),
      ]);
      return sized(body);
    }),
  );
}

export function fixtureBatch(batch: FixtureBatch): Buffer {
  const [codec, pack] = batch.codec ?? [0, (bytes: Buffer) => bytes];
  const body = pack(batch.body ?? fixtureBody(batch.records));
  const head = Buffer.alloc(61);
  head.writeBigInt64BE(batch.baseOffset, 0);
  head.writeInt32BE(49 + body.length, 8);
  head.writeInt8(2, 16);
  head.writeInt16BE((batch.attributes ?? 0) | codec, 21);
  head.writeInt32BE(batch.lastOffsetDelta ?? batch.records.at(-1)?.offsetDelta ?? 0, 23);
  head.writeBigInt64BE(batch.baseTimestamp ?? 1000n, 27);
  head.writeBigInt64BE((batch.baseTimestamp ?? 1000n) + 5n, 35);
  head.writeBigInt64BE(batch.producerId ?? -1n, 43);
  head.writeInt32BE(batch.count ?? batch.records.length, 57);
  const bytes = Buffer.concat([head, body]);
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17);
  return bytes;
}

/** Random numbers that a seed brings back: print it, and a failure can be had again. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
