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

/** What a part does that it must not; null: nothing. */
function brokenRule(decoder: Decoder, bytes: Buffer): string | null {
  decoder.missing(bytes, []);
  const part = decoder.part(bytes, []);
  const detail = part.detail(2000);
  const preview = part.preview();
  const failure = part.failure();
  if (detail.text.length > 2000 || (detail.raw ?? '').length > 2000) return 'the panel goes beyond its limit';
  if (preview.text.length > 1024 || /[\r\n]/.test(preview.text)) return 'the line is no line';
  if ((preview.failed ?? false) !== (failure !== null)) return 'the line does not tell the failure';
  if (detail.failure !== failure || detail.reason === '') return 'the panel does not tell the failure';
  const value = part.value();
  if (value instanceof Map && !jsonToExact(part.text()).ok) return 'an object is not JSON';
  return jsonToExact(exactToJson(value)).ok ? null : 'the value does not become JSON';
}

/** Values a run: a tenth of a release's. `FUZZ_VALUES=10000` is the whole. */
const VALUES = Number(process.env['FUZZ_VALUES'] ?? 1000);

describe(`${VALUES} random values`, () => {
  it('never throw, in any form; what is shown is bounded; bytes are kept; no prototype is touched', () => {
    const random = randomOf();
    const prototype = Object.getOwnPropertyNames(Object.prototype).join();
    const starts = ['{"__proto__":{"polluted":1},', '[1,', '<a b="', '\u0081', ''].map((start) =>
      Buffer.from(start, 'latin1'),
    );
    for (let round = 0; round < VALUES; round += 1) {
      const body = random.bytes(random.below(60));
      const start = random.pick(starts);
      const bytes = random.below(4) === 0 ? framed(1 + random.below(4), body) : Buffer.concat([start, body]);
      const before = Buffer.from(bytes);
      for (const [kind, decoder] of decoders) {
        const broken = brokenRule(decoder, bytes);
        if (broken !== null) expect.fail(`${kind}: ${broken} · ${bytes.toString('hex')} · seed ${random.seed}`);
      }
      if (!bytes.equals(before)) expect.fail(`The bytes were changed · seed ${random.seed}`);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(prototype);
  }, 300_000);

  it('survive having their bytes changed', () => {
    const random = randomOf();
    const seeds = [
      framed(1, Buffer.from('06020c6162630202780662797465730004', 'hex')),
      framed(2, Buffer.from('000801120208021a0501610a0162', 'hex')),
      Buffer.from('83a1610a a162 93010203 a163 81a178c3'.replaceAll(' ', ''), 'hex'),
      Buffer.from('<a><b c="d">e</b><!-- f --><![CDATA[g]]></a>'),
    ];
    for (let round = 0; round < VALUES; round += 1) {
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
      const started = process.cpuUsage();
      const part = decoder.part(framed(1, Buffer.from('{"a":1}')), []);
      expect([text.slice(0, 40), part.detail().reason !== '', process.cpuUsage(started).user / 1000 < 1000]).toEqual([
        text.slice(0, 40),
        true,
        true,
      ]);
    }
    expect(({} as Record<string, unknown>)['hasOwnProperty']).toBe(Object.prototype.hasOwnProperty);
  });
});
