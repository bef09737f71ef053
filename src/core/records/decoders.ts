import { AUTO_DECODE, type DecodeChoices } from '../../shared/contract/serdes.ts';
import type { RawRecord } from '../kafka/index.ts';
import {
  createDecoder,
  headerPart,
  type DecodedRecord,
  type Decoder,
  type Part,
  type SchemaRef,
  type SchemaSource,
} from '../serdes/index.ts';
import { PlainBytes } from './plain-bytes.ts';

/** What tells of a record which schemas it needs. */
type Encoded = Pick<RawRecord, 'key' | 'value' | 'headers'>;
type TopicDecoders = { readonly key: Decoder; readonly value: Decoder };

/** How the keys and values of each topic of a session are read. */
export class Decoders {
  readonly #choices: Readonly<Record<string, DecodeChoices>>;
  readonly #schemas: SchemaSource;
  readonly #topics = new Map<string, TopicDecoders>();
  readonly #plain = new Map<string, PlainBytes>();

  constructor(choices: Readonly<Record<string, DecodeChoices>>, schemas: SchemaSource) {
    this.#choices = choices;
    this.#schemas = schemas;
  }

  of(topic: string): TopicDecoders {
    const known = this.#topics.get(topic);
    if (known !== undefined) return known;
    const choices = this.#choicesOf(topic);
    const schemas = this.#schemas;
    const decoders = {
      key: createDecoder({ choice: choices.key, part: 'key', topic, schemas }),
      value: createDecoder({ choice: choices.value, part: 'value', topic, schemas }),
    };
    this.#topics.set(topic, decoders);
    return decoders;
  }

  /** Which of the topic's bytes are plain text. */
  plainOf(topic: string): PlainBytes {
    const known = this.#plain.get(topic);
    if (known !== undefined) return known;
    const { key, value } = this.of(topic);
    const plain = new PlainBytes(key, value);
    this.#plain.set(topic, plain);
    return plain;
  }

  #choicesOf(topic: string): DecodeChoices {
    return Object.hasOwn(this.#choices, topic) ? (this.#choices[topic] as DecodeChoices) : AUTO_DECODE;
  }

  /** Schemas that reading these records needs and that are not at hand; each once. */
  missing(topic: string, records: Iterable<Encoded>): ReadonlyArray<SchemaRef> {
    const { key, value } = this.of(topic);
    const missing = new Map<string, SchemaRef>();
    for (const record of records) {
      for (const ref of [key.missing(record.key, record.headers), value.missing(record.value, record.headers)]) {
        if (ref !== null) missing.set(JSON.stringify(ref), ref);
      }
    }
    return [...missing.values()];
  }

  /** Loads what these records need; what cannot be had is told by the parts themselves. */
  async prepare(topic: string, records: Iterable<Encoded>): Promise<void> {
    const missing = this.missing(topic, records);
    if (missing.length > 0) await Promise.all(missing.map((ref) => this.#schemas.load(ref)));
  }

  decoded(topic: string, record: RawRecord): DecodedRecord {
    const { key, value } = this.of(topic);
    return new LazyRecord(topic, record, key, value);
  }
}

/** Headers and parts are made when somebody looks at them: most filters look at one of them. */
class LazyRecord implements DecodedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: bigint;
  readonly #record: RawRecord;
  readonly #keys: Decoder;
  readonly #values: Decoder;
  #key: Part | null = null;
  #value: Part | null = null;
  #headers: DecodedRecord['headers'] | null = null;

  constructor(topic: string, record: RawRecord, keys: Decoder, values: Decoder) {
    this.topic = topic;
    this.partition = record.partition;
    this.offset = record.offset;
    this.timestamp = record.timestamp;
    this.#record = record;
    this.#keys = keys;
    this.#values = values;
  }

  get key(): Part {
    return (this.#key ??= this.#keys.part(this.#record.key, this.#record.headers));
  }

  get value(): Part {
    return (this.#value ??= this.#values.part(this.#record.value, this.#record.headers, this.#record.key));
  }

  get headers(): DecodedRecord['headers'] {
    // A header's name is text by the protocol, but nothing enforces it; a broken one is shown, never refused.
    return (this.#headers ??= this.#record.headers.map(([name, value]) => ({
      name: name.toString('utf8'),
      value: headerPart(value),
    })));
  }
}
