import { createDecoder, headerPart, NO_SCHEMAS, type DecodedRecord, type Part } from '../../serdes/index.ts';

const decoder = createDecoder({ choice: { kind: 'auto' }, part: 'value', topic: 'orders', schemas: NO_SCHEMAS });

/** For tests: a key or value as serdes recognises it. */
export function plainPart(content: string | Buffer | null): Part {
  return decoder.part(typeof content === 'string' ? Buffer.from(content) : content, []);
}

/** The same, read as a string whatever it looks like. */
export function stringPart(content: string): Part {
  const strings = createDecoder({ choice: { kind: 'string' }, part: 'value', topic: 'orders', schemas: NO_SCHEMAS });
  return strings.part(Buffer.from(content), []);
}

/** The same part, but for what is said here. */
export function partWith(part: Part, changes: Partial<Part>): Part {
  return Object.assign(Object.create(part) as Part, changes);
}

export type RecordContent = {
  readonly key?: string | Buffer | null;
  readonly value?: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer | null>>;
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: bigint;
  readonly timestamp?: bigint;
};

export function plainRecord(content: RecordContent): DecodedRecord {
  return {
    topic: content.topic ?? 'orders',
    partition: content.partition ?? 0,
    offset: content.offset ?? 0n,
    timestamp: content.timestamp ?? 0n,
    key: plainPart(content.key ?? null),
    value: plainPart(content.value ?? null),
    headers: Object.entries(content.headers ?? {}).map(([name, value]) => ({
      name,
      value: headerPart(typeof value === 'string' ? Buffer.from(value) : value),
    })),
  };
}

/** Numbers from a seed: the same seed gives the same run. */
export function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
