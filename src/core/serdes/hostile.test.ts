import { describe, expect, it } from 'vitest';
import type { SerdeChoice } from '../../shared/contract/serdes.ts';
import { createDecoder, exactToJson, jsonToExact, type Decoder } from './index.ts';
import { randomOf } from './random.fixture.ts';
import { framed, schema, schemasOf } from './schemas.fixture.ts';

const RECORD = JSON.stringify({
  type: 'record',
  name: 'R',
  fields: [
    { name: 'a', type: ['null', 'long', 'string', { type: 'array', items: 'R' }] },
    { name: 'm', type: { type: 'map', values: 'bytes' } },
  ],
});
const PROTO =
  'syntax = "proto3"; message R { int64 a = 1; repeated R b = 2; map<string, bytes> m = 3; oneof o { string s = 4; double d = 5; } }';

const schemas = schemasOf({
  1: schema('AVRO', RECORD),
  2: schema('PROTOBUF', PROTO),
  3: schema('JSON', '{"type":"object"}'),
});

const CHOICES: ReadonlyArray<SerdeChoice> = [
  ...(
    [
      'auto',
      'registry',
      'string',
      'json',
      'xml',
      'int16',
      'int32',
      'int64',
      'float32',
      'float64',
      'uuid',
      'hex',
      'base64',
    ] as const
  ).map((kind) => ({ kind })),
  ...(['messagepack', 'cbor', 'protobuf-raw', 'consumer-offsets', 'transaction-state'] as const).map((kind) => ({
    kind,
  })),
  { kind: 'avro', schema: RECORD },
  { kind: 'protobuf', files: [{ name: 'r.proto', text: PROTO }], message: 'R' },
];

const decoders: ReadonlyArray<readonly [string, Decoder]> = CHOICES.map((choice) => [
  choice.kind,
  createDecoder({ choice, part: 'value', topic: 't', schemas }),
]);

describe('10,000 random values', () => {
  it('never throw, in any form; what is shown is bounded; bytes are kept; no prototype is touched', () => {
    const random = randomOf();
    const prototype = Object.getOwnPropertyNames(Object.prototype).join();
    const starts = ['{"__proto__":{"polluted":1},', '[1,', '<a b="', '\u0081', ''].map((start) =>
      Buffer.from(start, 'latin1'),
    );
    for (let round = 0; round < 10_000; round += 1) {
      const body = random.bytes(random.below(60));
      const start = random.pick(starts);
      const bytes = random.below(4) === 0 ? framed(1 + random.below(4), body) : Buffer.concat([start, body]);
      const before = Buffer.from(bytes);
      // Every form in turn, so that each sees thousands of values.
      for (let turn = 0; turn < 4; turn += 1) {
        const [kind, decoder] = random.pick(decoders);
        decoder.missing(bytes, []);
        const part = decoder.part(bytes, []);
        const detail = part.detail(2000);
        const preview = part.preview();
        const text = part.text();
        const ok = [
          detail.text.length <= 2000 && (detail.raw ?? '').length <= 2000,
          preview.text.length <= 1024 && !/[\r\n]/.test(preview.text),
          (preview.failed ?? false) === (part.failure() !== null),
          (detail.failure !== null) === (part.failure() !== null),
          detail.reason !== '',
          // What is text or JSON is well-formed: it can be read again.
          part.value() instanceof Map && detail.raw !== null && kind !== 'xml' ? jsonToExact(text).ok : true,
          jsonToExact(exactToJson(part.value())).ok,
        ];
        expect({ seed: random.seed, kind, bytes: bytes.toString('hex'), ok }).toEqual({
          seed: random.seed,
          kind,
          bytes: bytes.toString('hex'),
          ok: ok.map(() => true),
        });
      }
      expect(bytes.equals(before)).toBe(true);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(prototype);
  }, 60_000);

  it('survive having their bytes changed', () => {
    const random = randomOf();
    const seeds = [
      framed(1, Buffer.from('06020c6162630202780662797465730004', 'hex')),
      framed(2, Buffer.from('000801120208021a0501610a0162', 'hex')),
      Buffer.from('83a1610a a162 93010203 a163 81a178c3'.replaceAll(' ', ''), 'hex'),
      Buffer.from('<a><b c="d">e</b><!-- f --><![CDATA[g]]></a>'),
    ];
    for (let round = 0; round < 5000; round += 1) {
      const bytes = Buffer.from(random.pick(seeds));
      for (let count = random.below(4); count >= 0; count -= 1) bytes[random.below(bytes.length)] = random.below(256);
      const [, decoder] = random.pick(decoders);
      const part = decoder.part(bytes, []);
      expect(part.detail(1000).text.length).toBeLessThanOrEqual(1000);
      expect(part.preview().text.length).toBeLessThanOrEqual(1024);
    }
  }, 60_000);
});

describe('schemas that mean harm', () => {
  it('are a reason, within a second', () => {
    const deep = (open: string, close: string) => open.repeat(20_000) + close.repeat(20_000);
    const texts: ReadonlyArray<readonly ['AVRO' | 'PROTOBUF' | 'JSON', string]> = [
      ['AVRO', deep('[', ']')],
      ['AVRO', deep('{"type":"array","items":', '}')],
      ['AVRO', '{"type":"record","name":"__proto__","fields":[{"name":"constructor","type":"__proto__"}]}'],
      ['AVRO', '{"type":{"type":{"type":5}}}'],
      ['AVRO', '{"type":"fixed","name":"f","size":1e9}'],
      ['AVRO', 'null'],
      ['PROTOBUF', 'message M {'.repeat(20_000)],
      ['PROTOBUF', 'syntax = "proto3"; message __proto__ { int32 hasOwnProperty = 1; }'],
      ['PROTOBUF', '\u0000'],
      ['PROTOBUF', 'import "main"; import "google/protobuf/nothing.proto"; message M { X x = 1; }'],
      ['JSON', deep('{"not":', '}')],
      [
        'JSON',
        '{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}',
      ],
      ['JSON', '{"pattern":"("}'],
      ['JSON', '<html>500</html>'],
    ];
    for (const [type, text] of texts) {
      const decoder = createDecoder({
        choice: { kind: 'registry' },
        part: 'value',
        topic: 't',
        schemas: schemasOf({ 1: schema(type, text) }),
      });
      const started = performance.now();
      const part = decoder.part(framed(1, Buffer.from('{"a":1}')), []);
      expect([text.slice(0, 40), part.detail().reason !== '', performance.now() - started < 1000]).toEqual([
        text.slice(0, 40),
        true,
        true,
      ]);
    }
    expect(({} as Record<string, unknown>)['hasOwnProperty']).toBe(Object.prototype.hasOwnProperty);
  });
});
