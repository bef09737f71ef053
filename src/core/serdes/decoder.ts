import type { SerdeChoice } from '../../shared/contract/serdes.ts';
import { readWithRegistry, recognise } from './auto.ts';
import { ReadingForm, type Form, type Input } from './forms.ts';
import type { Decoder, Part, RawHeaders, SchemaRef, SchemaSource } from './decoded.ts';
import { decodeKafkaKey, decodeKafkaValue, KAFKA_TOPICS, type KafkaTopic } from './kafka-records.ts';
import { EMPTY_PART, LazyPart, NULL_PART } from './part.ts';
import { preview } from './preview.ts';
import type { Reading } from './reading.ts';
import { frameOf, schemaHeader } from './registry-wire.ts';
import { plainAvroReader, protoFilesReader } from './schema-reader.ts';
import { NO_SCHEMAS, Schemas } from './schemas.ts';
import { simpleForm } from './simple-forms.ts';
import { AUTO_TEXT, isTextByte, JSON_FORM, STRING_FORM, XML_FORM } from './text-forms.ts';

export type DecoderOptions = {
  readonly choice: SerdeChoice;
  readonly part: 'key' | 'value';
  readonly topic: string;
  readonly schemas: SchemaSource;
};

/** Reads keys, or values, of one topic in the chosen form. Nothing of it throws, whatever the bytes or schemas are. */
export function createDecoder(options: DecoderOptions): Decoder {
  const { choice, part, topic } = options;
  const kafka = KAFKA_TOPICS.get(topic);
  if (choice.kind === 'auto' && kafka !== undefined) return plainDecoder(kafkaForm(kafka, part));
  if (choice.kind === 'auto') return autoDecoder(options);
  if (choice.kind === 'registry') return registryDecoder(options);
  return plainDecoder(chosenForm(choice, part), choice.kind === 'protobuf' || choice.kind === 'protobuf-raw');
}

/** A header's value: recognised like a record's, without schemas. */
export function headerPart(bytes: Buffer | null): Part {
  return HEADERS.part(bytes, []);
}

type ChosenKind = Exclude<SerdeChoice, { kind: 'auto' } | { kind: 'registry' }>;

function chosenForm(choice: ChosenKind, part: 'key' | 'value'): Form {
  switch (choice.kind) {
    case 'string':
      return STRING_FORM;
    case 'json':
      return JSON_FORM;
    case 'xml':
      return XML_FORM;
    case 'consumer-offsets':
    case 'transaction-state':
      return kafkaForm(choice.kind, part);
    case 'avro':
      return compiledForm(() => plainAvroReader(choice.schema));
    case 'protobuf':
      return compiledForm(() => protoFilesReader(choice.files, choice.message));
    case 'int16':
    case 'int32':
    case 'int64':
    case 'float32':
    case 'float64':
    case 'uuid':
    case 'hex':
    case 'base64':
    case 'messagepack':
    case 'cbor':
    case 'protobuf-raw':
      return simpleForm(choice.kind);
  }
}

/** The schema is compiled with the first record; one that cannot be used is every record's reason. */
function compiledForm(compile: () => (payload: Buffer) => Reading): Form {
  let compiled: ((payload: Buffer) => Reading) | null = null;
  let fault: { readonly error: unknown } | null = null;
  return new ReadingForm(({ bytes }) => {
    if (fault !== null) throw fault.error;
    try {
      compiled ??= compile();
    } catch (error) {
      fault = { error };
      throw error;
    }
    return compiled(bytes);
  });
}

function kafkaForm(topic: KafkaTopic, part: 'key' | 'value'): Form {
  return new ReadingForm(({ bytes, key }: Input) => {
    const { type, value } = part === 'key' ? decodeKafkaKey(topic, bytes) : decodeKafkaValue(topic, bytes, key);
    const reason = `Kafka’s own record: ${type}. Bytes inside are shown as base64.`;
    return { format: 'kafka', value, show: { kind: 'tree' }, reason, failure: null, schema: null };
  });
}

/** `takesEmpty`: zero bytes mean something, a Protobuf message of zeros. */
function plainDecoder(form: Form, takesEmpty = false): Decoder {
  return {
    missing: () => null,
    part(bytes, headers, key) {
      if (bytes === null) return NULL_PART;
      return bytes.length === 0 && !takesEmpty ? EMPTY_PART : new LazyPart(form, bytes, headers, key);
    },
  };
}

/**
 * Schemas that one decoder asks for without finding them. Numbers that look like schema ids come in any amount, and each
 * would be a question to the registry.
 */
const FRUITLESS = 200;

function schemaAsker(schemas: Schemas, part: 'key' | 'value', most: number) {
  const asked = new Set<string>();
  return (bytes: Buffer, headers: RawHeaders): SchemaRef | null => {
    // What nearly every record of a topic is.
    if (headers.length === 0 && bytes.length > 4 && bytes[0] === 0 && schemas.hasId(bytes.readInt32BE(1))) return null;
    const frame = frameOf(bytes, headers, part);
    if (frame === null) return null;
    const found = schemas.find(frame.ref);
    if (found !== undefined) return null;
    if (asked.size >= most) return null;
    asked.add(JSON.stringify(frame.ref));
    return frame.ref;
  };
}

function autoDecoder({ part, schemas: source }: DecoderOptions): Decoder {
  const schemas = new Schemas(source);
  const ask = schemaAsker(schemas, part, FRUITLESS);
  const binary = new ReadingForm((input) => recognise(input, schemas, part), preview);
  const named = (headers: RawHeaders): boolean => headers.length > 0 && schemaHeader(headers, part) !== null;
  return {
    missing(bytes, headers) {
      if (bytes === null || bytes.length === 0) return null;
      const first = bytes[0] as number;
      return first === 0 || first === 3 || named(headers) ? ask(bytes, headers) : null;
    },
    part(bytes, headers, key) {
      if (bytes === null) return NULL_PART;
      if (bytes.length === 0) return EMPTY_PART;
      const form = isTextByte(bytes[0] as number) && !named(headers) ? AUTO_TEXT : binary;
      return new LazyPart(form, bytes, headers, key);
    },
  };
}

function registryDecoder({ part, schemas: source }: DecoderOptions): Decoder {
  const schemas = new Schemas(source);
  const ask = schemaAsker(schemas, part, Infinity);
  const { part: make } = plainDecoder(new ReadingForm((input) => readWithRegistry(input, schemas, part)));
  return {
    missing: (bytes, headers) => (bytes === null || bytes.length === 0 ? null : ask(bytes, headers)),
    part: make,
  };
}

const HEADERS = createDecoder({ choice: { kind: 'auto' }, part: 'value', topic: '', schemas: NO_SCHEMAS });
