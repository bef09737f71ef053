import type { SerdeChoice } from '../../../src/shared/contract/serdes.ts';
import {
  createDecoder,
  exactToJson,
  headerPart,
  searchedText,
  type Part,
  type SchemaSource,
} from '../../../src/core/serdes/index.ts';
import type { HostileRecord } from './record.ts';

/**
 * One way a record's bytes take through the product without a broker. Must not throw, hang, or answer without bound.
 * To add one (a form of the decoder, a filter, an exporter): another entry here; every hostile record goes through it.
 */
export type Way = {
  readonly name: string;
  /** The answer, as text whose length is held against `most`. */
  through(record: HostileRecord): string;
  /** Characters. */
  readonly most: number;
};

const SELF = '{"type":"record","name":"R","fields":[{"name":"next","type":["null","R"]}]}';
const WIDE = `{"type":"record","name":"W","fields":[{"name":"m","type":{"type":"map","values":{"type":"array","items":"bytes"}}},{"name":"e","type":{"type":"array","items":"null"}}]}`;
const PROTO =
  'syntax = "proto3"; message M { M next = 1; repeated int64 n = 2; map<string, bytes> m = 3; oneof o { double d = 4; } }';

const PLAIN_KINDS = [
  'auto',
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
  'messagepack',
  'cbor',
  'protobuf-raw',
  'consumer-offsets',
  'transaction-state',
  'registry',
] as const;

const CHOICES: ReadonlyArray<readonly [name: string, choice: SerdeChoice]> = [
  ...PLAIN_KINDS.map((kind) => [kind, { kind }] as const),
  ['avro of a schema that holds itself', { kind: 'avro', schema: SELF }],
  ['avro of maps of arrays', { kind: 'avro', schema: WIDE }],
  ['a schema that is none', { kind: 'avro', schema: '{"type":"record","name":"__proto__","fields":[{}]}' }],
  ['protobuf that holds itself', { kind: 'protobuf', files: [{ name: 'm.proto', text: PROTO }], message: 'M' }],
];

/** A registry that knows every id and lies with each. */
const LYING: SchemaSource = {
  peek(ref) {
    const id = ref.kind === 'id' ? ref.id : 1;
    if (id % 5 === 1) return { type: 'AVRO', text: SELF, references: [], title: 'self' };
    if (id % 5 === 2) return { type: 'PROTOBUF', text: PROTO, references: [], title: 'proto' };
    if (id % 5 === 3) return { type: 'JSON', text: '{"$ref":"#"}', references: [], title: 'cyclic' };
    if (id % 5 === 4) return { type: 'JSON', text: '{"$ref":"file:///etc/passwd"}', references: [], title: 'file' };
    return { failure: 'There is no such schema.' };
  },
  load(ref) {
    return Promise.resolve(this.peek(ref) ?? { failure: 'none' });
  },
};

const MOST_HEADERS = 20;

/** Everything a part can be asked; small ones twice, because what is lazy is remembered. */
function asked(part: Part): string {
  const times = (part.bytes?.length ?? 0) < 500 ? [1, 2] : [1];
  const answers = times.map(() => {
    const preview = part.preview();
    if (preview.text.length > 1024) throw new Error(`a preview of ${preview.text.length} characters`);
    const value = part.value();
    const detail = part.detail();
    return JSON.stringify([
      preview,
      detail,
      part.failure(),
      exactToJson(value).length,
      part.text().length,
      searchedText(part).length,
    ]);
  });
  if (answers.length > 1 && answers[0] !== answers[1]) throw new Error('asked twice, it answers differently');
  return answers[0] ?? '';
}

export const WAYS: ReadonlyArray<Way> = CHOICES.map(([name, choice]) => {
  const decoder = (part: 'key' | 'value') => createDecoder({ choice, part, topic: 'hostile', schemas: LYING });
  const [keys, values] = [decoder('key'), decoder('value')];
  return {
    name,
    most: (2 + MOST_HEADERS) * 2_000_000,
    through({ key, value, headers }) {
      keys.missing(key, headers);
      values.missing(value, headers);
      const parts = [keys.part(key, headers), values.part(value, headers)];
      if (choice.kind === 'auto')
        for (const [, header] of headers.slice(0, MOST_HEADERS)) parts.push(headerPart(header));
      return parts.map(asked).join('');
    },
  };
});
