import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { Instant, type Exact } from '../../shared/values/exact.ts';
import { createDecoder } from './index.ts';
import { randomOf } from './random.fixture.ts';
import { framed, partOf, schema, schemasOf } from './schemas.fixture.ts';

const COMMON = 'syntax = "proto3"; package shop; message Money { string currency = 1; int64 units = 2; }';
const ORDER = `syntax = "proto3"; package shop;
  import "common.proto"; import "google/protobuf/timestamp.proto"; import "google/protobuf/struct.proto";
  import "google/protobuf/duration.proto"; import "google/protobuf/wrappers.proto"; import "google/protobuf/any.proto";
  import "confluent/meta.proto";
  enum Status { NEW = 0; PAID = 1; }
  message Order {
    message Line { string sku = 1; Money price = 2; }
    string id = 1; repeated Line lines = 2; google.protobuf.Timestamp at = 3; int64 big = 4; map<string, int32> attrs = 5;
    oneof contact { string mail = 6; int32 phone = 7; }
    Status status = 8; optional double score = 9; bytes raw = 10; repeated sint32 packed = 11; map<int64, Line> more = 12;
    google.protobuf.Struct doc = 13; google.protobuf.Duration took = 14; google.protobuf.Int64Value wrapped = 15;
    google.protobuf.Any any = 16; fixed64 f = 17; float fl = 18; Order parent = 19;
  }
  message Other { int32 x = 1; message Inner { message Deep { bool y = 1; } } }`;

function typeOf(name: string): protobuf.Type {
  const root = new protobuf.Root();
  for (const file of ['timestamp', 'struct', 'duration', 'wrappers', 'any']) {
    const common = protobuf.common.get(`google/protobuf/${file}.proto`);
    root.addJSON(common?.nested ?? {});
  }
  protobuf.parse(COMMON, root, { keepCase: true });
  protobuf.parse(ORDER, root, { keepCase: true });
  return root.lookupType(name);
}

function encode(name: string, message: Record<string, unknown>): Buffer {
  const type = typeOf(name);
  return Buffer.from(type.encode(type.fromObject(message)).finish());
}

const schemas = schemasOf({ 7: schema('PROTOBUF', ORDER, [{ name: 'common.proto', text: COMMON }]) });
const decoder = createDecoder({ choice: { kind: 'registry' }, part: 'value', topic: 'orders', schemas });
const read = (indexes: number[], payload: Buffer) =>
  decoder.part(framed(7, Buffer.concat([Buffer.from(indexes), payload])), []);

describe('Protobuf', () => {
  it('reads messages exactly, with well-known types, maps, oneofs and zeros', () => {
    const payload = encode('shop.Order', {
      id: 'o-1',
      lines: [{ sku: 's1', price: { currency: 'EUR', units: '9007199254740993' } }, {}],
      at: { seconds: 1_700_000_000, nanos: 5 },
      big: '-9223372036854775808',
      attrs: { __proto__x: 1, b: -2 },
      phone: 7,
      status: 1,
      raw: Buffer.from([255]),
      packed: [-1, 2],
      more: { '9007199254740993': { sku: 'm' } },
      doc: {
        fields: { a: { numberValue: 1.5 }, n: { nullValue: 0 }, l: { listValue: { values: [{ stringValue: 'x' }] } } },
      },
      took: { seconds: -1, nanos: -500_000_000 },
      wrapped: { value: '9007199254740993' },
      fl: 0.1,
    });
    const part = read([0], payload);
    expect(part.failure()).toBeNull();
    expect(part.text()).toBe(
      '{"id":"o-1","lines":[{"sku":"s1","price":{"currency":"EUR","units":9007199254740993}},{"sku":""}],' +
        '"at":"2023-11-14T22:13:20.000000005Z","big":-9223372036854775808,"attrs":{"__proto__x":1,"b":-2},"phone":7,' +
        '"status":"PAID","raw":"/w==","packed":[-1,2],"more":{"9007199254740993":{"sku":"m"}},' +
        '"doc":{"a":1.5,"n":null,"l":["x"]},"took":"-1.500s","wrapped":9007199254740993,"f":0,"fl":0.1}',
    );
    expect((part.value() as ReadonlyMap<string, Exact>).get('at')).toEqual(new Instant(1_700_000_000_000_000_005n));
    expect(part.detail()).toMatchObject({ format: 'protobuf', schema: 'Protobuf, orders-value version 3, id 7' });
    expect(read([0], Buffer.alloc(0)).text()).toContain('"status":"NEW"');
  });

  it('finds the message by its indexes, the short form included', () => {
    expect(read([2, 2], Buffer.from([8, 5])).text()).toBe('{"x":5}');
    expect(read([6, 2, 0, 0], Buffer.from([8, 1])).text()).toBe('{"y":true}');
    expect(read([4, 0, 0], Buffer.from([10, 1, 0x61])).text()).toBe('{"sku":"a"}');
    expect(read([2, 8], Buffer.alloc(1)).failure()).toContain('no message with the indexes 4');
  });

  it('keeps fields the schema does not have, and says so', () => {
    const part = read([2, 2], Buffer.from([8, 5, 0x92, 1, 2, 0x68, 0x69, 0x98, 1, 9]));
    expect(part.text()).toBe('{"x":5,"#18":"hi","#19":9}');
    expect(part.detail().reason).toContain('kept under their numbers: 18, 19');
  });

  it('reads plain messages by .proto files that import each other', () => {
    const files = [
      { name: 'order.proto', text: ORDER },
      { name: 'common.proto', text: COMMON },
    ];
    const choice = (message: string, given = files) => ({ kind: 'protobuf' as const, files: given, message });
    expect(partOf(Buffer.from([8, 5]), { choice: choice('shop.Other') }).text()).toBe('{"x":5}');
    expect(partOf(Buffer.from([8, 5]), { choice: choice('Other') }).text()).toBe('{"x":5}');
    expect(partOf(Buffer.alloc(0), { choice: choice('Other') }).text()).toBe('{"x":0}');
    expect(partOf(Buffer.from([8, 5]), { choice: choice('Nobody') }).failure()).toContain('no message “Nobody”');
    expect(partOf(Buffer.from([8, 5]), { choice: choice('Other', files.slice(0, 1)) }).failure()).toContain(
      'common.proto, which is not at hand',
    );
    expect(
      partOf(Buffer.from([8, 5]), { choice: choice('X', [{ name: 'x', text: 'message X {' }]) }).failure(),
    ).toContain('cannot be read');
  });

  it('shows messages without a schema', () => {
    const payload = encode('shop.Order', {
      id: 'o-1',
      lines: [{ sku: 'sku-number-1', price: { units: 5 } }],
      big: -1,
      f: 1,
    });
    const part = partOf(payload, { choice: { kind: 'protobuf-raw' } });
    expect(part.text()).toBe(
      '{"1":"o-1","2":{"1":"sku-number-1","2":{"2":5}},"4":-1,"17":{"fixed64":1,"double":5e-324}}',
    );
  });

  it('refuses hostile bytes, quickly', () => {
    const started = performance.now();
    expect(read([0], Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])).failure()).toContain(
      'The length at byte',
    );
    expect(read([0], Buffer.from([0x0a, 0x7f])).failure()).toContain('end too early');
    let nested = Buffer.alloc(0);
    for (let level = 0; level < 2000; level += 1) {
      const length = nested.length;
      nested = Buffer.concat([Buffer.from([0x9a, 1, (length & 127) | 128, (length >> 7) & 127]), nested]);
    }
    expect(read([0], nested).failure()).toContain('500 levels');
    expect(read([0], Buffer.alloc(1_000_000, 0x9b)).failure()).not.toBeNull();
    expect(partOf(Buffer.alloc(1_000_000, 0x0b), { choice: { kind: 'protobuf-raw' } }).failure()).toContain(
      'nested deeper',
    );
    const fields = Array.from({ length: 10_000 }, (_, index) => `int32 f${index} = ${index + 1};`).join(' ');
    const wide = schemasOf({
      7: schema('PROTOBUF', `syntax = "proto3"; message W { ${fields} repeated W w = 20000; }`),
    });
    const many = Buffer.concat(Array.from({ length: 1000 }, () => Buffer.from([0x82, 0xe2, 9, 0])));
    expect(partOf(framed(7, Buffer.concat([Buffer.from([0]), many])), { schemas: wide }).failure()).toContain(
      'more than 2,000,000 values',
    );
    const loop = schema('PROTOBUF', 'import "b"; message A { B b = 1; }', [
      { name: 'b', text: 'import "a"; message B { A a = 1; }' },
    ]);
    expect(partOf(framed(7, Buffer.from([0, 10, 0])), { schemas: schemasOf({ 7: loop }) }).failure()).toBeNull();
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('gives back 1,000 random messages that protobufjs wrote', () => {
    const random = randomOf();
    const type = typeOf('shop.Order');
    for (let round = 0; round < 1000; round += 1) {
      const big = random.long();
      const attrs = Object.fromEntries(
        Array.from({ length: random.below(4) }, (_, index) => [
          `${index}${random.text()}`,
          random.below(2 ** 32) - 2 ** 31,
        ]),
      );
      const packed = Array.from({ length: random.below(5) }, () => random.below(2 ** 32) - 2 ** 31);
      const written = {
        id: random.text(),
        big: big.toString(),
        attrs,
        packed,
        score: random.next(),
        raw: random.bytes(random.below(9)),
      };
      const part = read([0], Buffer.from(type.encode(type.fromObject(written)).finish()));
      const value = part.value() as ReadonlyMap<string, Exact>;
      expect(value.get('id')).toBe(written.id);
      expect(value.get('big')).toBe(big);
      expect(value.get('attrs')).toEqual(new Map(Object.entries(attrs).map(([key, number]) => [key, BigInt(number)])));
      expect(value.get('packed')).toEqual(packed.map(BigInt));
      expect(value.get('score')).toBe(written.score);
      expect(Buffer.from(value.get('raw') as Uint8Array)).toEqual(written.raw);
    }
  });
});
