import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { Decimal, Instant, type Exact } from '../../shared/values/exact.ts';
import { randomOf, type Random } from './random.fixture.ts';
import { framed, partOf, schema, schemasOf } from './schemas.fixture.ts';

/** Avro's own encoding, by hand: what avsc does not write. */
function zigzag(value: bigint): Buffer {
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  const bytes: number[] = [];
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

function read(text: unknown, payload: Buffer, references: Array<{ name: string; text: string }> = []) {
  const schemas = schemasOf({ 7: schema('AVRO', JSON.stringify(text), references) });
  return partOf(framed(7, payload), { schemas, choice: { kind: 'registry' } });
}

const bigLong = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(0),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (left: bigint, right: bigint) => (left < right ? -1 : left > right ? 1 : 0),
});

describe('Avro', () => {
  it('reads every type exactly, in field order', () => {
    const fields = [
      { name: 'z', type: 'long' },
      { name: 'a', type: { type: 'long' } },
      { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-micros' } },
      { name: 'day', type: { type: 'int', logicalType: 'date' } },
      { name: 'time', type: { type: 'int', logicalType: 'time-millis' } },
      { name: 'span', type: { type: 'fixed', name: 'Span', size: 12, logicalType: 'duration' } },
      { name: 'id', type: { type: 'fixed', name: 'Id', size: 16, logicalType: 'uuid' } },
      { name: 'f', type: 'float' },
      { name: '__proto__', type: ['null', 'string'], default: 5 },
      { name: 'kind-of', type: { type: 'enum', name: 'Kind', symbols: ['A', 'B'] } },
      { name: 'again', type: 'Kind' },
    ];
    const float = Buffer.alloc(4);
    float.writeFloatLE(0.1);
    const payload = Buffer.concat([
      zigzag(9223372036854775807n),
      zigzag(-9223372036854775808n),
      zigzag(2n),
      Buffer.from([0xfb, 0x2e]),
      zigzag(1_700_000_000_123_456n),
      zigzag(19_000n),
      zigzag(3_661_001n),
      Buffer.from('0100000002000000bc0b0000', 'hex'),
      Buffer.from('3f2504e04f8911d39a0c0305e82c3301', 'hex'),
      float,
      zigzag(1n),
      zigzag(2n),
      Buffer.from('é'),
      zigzag(1n),
      zigzag(0n),
    ]);
    const part = read({ type: 'record', name: 'R', fields }, payload);
    expect(part.failure()).toBeNull();
    expect([...(part.value() as ReadonlyMap<string, Exact>)]).toEqual([
      ['z', 9223372036854775807n],
      ['a', -9223372036854775808n],
      ['price', new Decimal('-12.34')],
      ['at', new Instant(1_700_000_000_123_456_000n)],
      ['day', '2022-01-08'],
      ['time', '01:01:01.001'],
      ['span', 'P1M2DT3.004S'],
      ['id', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
      ['f', 0.1],
      ['__proto__', 'é'],
      ['kind-of', 'B'],
      ['again', 'A'],
    ]);
    expect(part.text()).toMatch(/^\{"z":9223372036854775807,"a":-9223372036854775808,"price":-12\.34,"at":"2023-/);
    expect(part.detail()).toMatchObject({
      format: 'avro',
      raw: part.text(),
      schema: 'Avro, orders-value version 3, id 7',
    });
    expect(part.detail().text).toMatch(/^\{\n {2}"z": 9223372036854775807,\n/);
    expect(part.preview()).toMatchObject({ format: 'avro', cut: false });
  });

  it('finds types of other schemas, by full name and by namespace', () => {
    const money = { type: 'record', name: 'Money', namespace: 'shop', fields: [{ name: 'units', type: 'long' }] };
    const order = {
      type: 'record',
      name: 'shop.Order',
      fields: [
        { name: 'a', type: 'Money' },
        { name: 'b', type: 'shop.Money' },
      ],
    };
    const part = read(order, Buffer.concat([zigzag(1n), zigzag(2n)]), [{ name: 'money', text: JSON.stringify(money) }]);
    expect(part.text()).toBe('{"a":{"units":1},"b":{"units":2}}');
    expect(read(order, zigzag(1n)).failure()).toContain('refers to “Money”, which is not at hand');
  });

  it('reads lists of itself, and refuses to go on without end', () => {
    const list = {
      type: 'record',
      name: 'L',
      fields: [
        { name: 'v', type: 'int' },
        { name: 'next', type: ['null', 'L'] },
      ],
    };
    expect(read(list, Buffer.from([2, 2, 4, 0])).text()).toBe('{"v":1,"next":{"v":2,"next":null}}');
    expect(
      read({ type: 'record', name: 'E', fields: [{ name: 'e', type: 'E' }] }, Buffer.alloc(3)).failure(),
    ).toContain('500 levels');
    const deep = Buffer.from(Array.from({ length: 100_000 }, () => 2));
    expect(read(list, deep).failure()).toContain('500 levels');
  });

  it('keeps bytes that Confluent writes bare', () => {
    expect(read('bytes', Buffer.from([1, 2, 3])).value()).toEqual(Buffer.from([1, 2, 3]));
    expect(read('string', Buffer.from([4, 0x61, 0x62])).value()).toBe('ab');
  });

  it('tells what is wrong with hostile bytes, quickly', () => {
    const started = process.cpuUsage();
    const failure = (type: unknown, bytes: Buffer) => read(type, bytes).failure();
    expect(failure({ type: 'array', items: 'null' }, zigzag(2n ** 62n))).toContain('more than 2,000,000 values');
    expect(failure('string', zigzag(2n ** 62n))).toContain('should have 32 bits');
    expect(failure('string', zigzag(1_000_000n))).toContain('end too early');
    expect(failure('string', zigzag(-1n))).toContain('negative length');
    expect(failure('long', Buffer.alloc(11, 0xff))).toContain('more than 64 bits');
    expect(failure(['null'], zigzag(4n))).toContain('union of 1 types has number 4');
    expect(failure('int', Buffer.from([2, 2]))).toContain('1 bytes are left over');
    expect(failure('string', Buffer.from([2, 0xff]))).toContain('not valid UTF-8');
    expect(failure({ type: 'nonsense' }, Buffer.alloc(3))).toContain('“nonsense”, which is not at hand');
    const part = partOf(framed(7, Buffer.alloc(4)), { schemas: schemasOf({ 7: schema('AVRO', '{"type":') }) });
    expect(part.detail()).toMatchObject({
      format: 'bytes',
      failure: expect.stringContaining('not valid JSON') as string,
    });
    expect(part.preview()).toMatchObject({ failed: true, format: 'bytes' });
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000);
  });

  it('gives back 2,000 random records that avsc wrote', () => {
    const random = randomOf();
    for (let round = 0; round < 2000; round += 1) {
      const made = randomType(random, 3, { count: 0 });
      const type = avsc.Type.forSchema(
        made.schema as avsc.Schema,
        {
          wrapUnions: true,
          typeHook: (given: unknown) => (given === 'long' ? bigLong : undefined),
        } as never,
      );
      const part = read(made.schema, type.toBuffer(made.written));
      expect({ schema: made.schema, failure: part.failure() }).toEqual({ schema: made.schema, failure: null });
      expect(part.value()).toEqual(made.read);
    }
  });
});

type Made = { readonly schema: unknown; readonly written: unknown; readonly read: Exact };

function randomType(random: Random, depth: number, names: { count: number }): Made {
  const kind = random.pick(
    depth === 0
      ? ['long', 'string']
      : ['long', 'int', 'string', 'double', 'bytes', 'boolean', 'record', 'array', 'map', 'union', 'enum'],
  );
  if (kind === 'long') {
    const value = random.long();
    return { schema: 'long', written: value, read: value };
  }
  if (kind === 'int') {
    const value = random.below(2 ** 32) - 2 ** 31;
    return { schema: 'int', written: value, read: BigInt(value) };
  }
  if (kind === 'string') {
    const value = random.text();
    return { schema: 'string', written: value, read: value };
  }
  if (kind === 'double') {
    const value = random.next() * 10 ** (random.below(60) - 30);
    return { schema: 'double', written: value, read: value };
  }
  if (kind === 'bytes') {
    const value = random.bytes(random.below(20));
    return { schema: { type: 'array', items: 'bytes' }, written: [value], read: [value] };
  }
  if (kind === 'boolean') {
    const value = random.below(2) === 1;
    return { schema: 'boolean', written: value, read: value };
  }
  names.count += 1;
  const name = `N${names.count}`;
  if (kind === 'enum') return { schema: { type: 'enum', name, symbols: ['A', 'B', 'C'] }, written: 'B', read: 'B' };
  if (kind === 'record') {
    const fields = Array.from({ length: random.below(5) }, (_, index) => ({
      name: `f${index}`,
      made: randomType(random, depth - 1, names),
    }));
    return {
      schema: { type: 'record', name, fields: fields.map((field) => ({ name: field.name, type: field.made.schema })) },
      written: Object.fromEntries(fields.map((field) => [field.name, field.made.written])),
      read: new Map(fields.map((field) => [field.name, field.made.read])),
    };
  }
  const inner = randomType(random, depth - 1, names);
  const copies = random.below(3);
  if (kind === 'array') {
    return {
      schema: { type: 'array', items: inner.schema },
      written: Array(copies).fill(inner.written),
      read: Array<Exact>(copies).fill(inner.read),
    };
  }
  if (kind === 'map') {
    const keys = Array.from({ length: copies }, (_, index) => `${index}${random.text()}`);
    return {
      schema: { type: 'map', values: inner.schema },
      written: Object.fromEntries(keys.map((key) => [key, inner.written])),
      read: new Map(keys.map((key) => [key, inner.read])),
    };
  }
  const isNull = random.below(2) === 0;
  const record = { type: 'record', name, fields: [{ name: 'x', type: inner.schema }] };
  return {
    schema: ['null', record],
    written: isNull ? null : { [name]: { x: inner.written } },
    read: isNull ? null : new Map([['x', inner.read]]),
  };
}
