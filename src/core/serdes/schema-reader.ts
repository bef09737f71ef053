import { avroDecoder, avroReading, refuseContainer } from './avro.ts';
import { ByteReader, strictUtf8, Undecodable } from './byte-reader.ts';
import type { SchemaText } from './decoded.ts';
import { jsonSchemaCheck, type JsonSchemaCheck } from './json-schema.ts';
import { jsonToExact } from './json-exact.ts';
import { decodeProtobuf, type DecodedMessage } from './protobuf.ts';
import type { ProtoFile } from './protobuf-parse.ts';
import { ProtobufSchema, type MessagePlan } from './protobuf-schema.ts';
import type { Reading } from './reading.ts';
import { readGlueIndex, readIndexes, type Frame } from './registry-wire.ts';

/** Decodes payloads of one schema; throws `Undecodable`. */
export type SchemaReader = (payload: Buffer, frame: Frame) => Reading;

/** Compiles nothing before the first record needs it; a schema that cannot be used fails for each record with its reason. */
export function schemaReader(schema: SchemaText): SchemaReader {
  let reader: SchemaReader | null = null;
  let fault: Undecodable | null = null;
  return (payload, frame) => {
    if (fault !== null) throw fault;
    try {
      reader ??= compile(schema);
    } catch (error) {
      fault = error instanceof Undecodable ? error : new Undecodable(`The schema cannot be used: ${String(error)}`);
      throw fault;
    }
    return reader(payload, frame);
  };
}

function compile(schema: SchemaText): SchemaReader {
  if (schema.type === 'AVRO') return avroReader(schema);
  return schema.type === 'PROTOBUF' ? protobufReader(schema) : jsonReader(schema);
}

function titled(name: string, title: string): string {
  return title === '' ? name : `${name}, ${title}`;
}

function avroReader(schema: SchemaText): SchemaReader {
  const title = titled('Avro', schema.title);
  // Confluent writes a top-level `bytes` bare; Glue does not.
  const confluent = avroDecoder(schema.text, schema.references, { barePrimitive: true });
  const glue = avroDecoder(schema.text, schema.references, { barePrimitive: false });
  return (payload, frame) => avroReading((frame.ref.kind === 'glue' ? glue : confluent)(payload), title);
}

function protobufReader(schema: SchemaText): SchemaReader {
  const title = titled('Protobuf', schema.title);
  const messages = new ProtobufSchema([{ name: MAIN, text: schema.text }, ...schema.references]);
  return (payload, frame) => {
    const inside = new ByteReader(frame.indexes ?? payload);
    const plan = planOf(messages, inside, frame);
    const body = frame.indexes === null ? payload.subarray(inside.at) : payload;
    return protobufReading(decodeProtobuf(plan, body), plan, title);
  };
}

/** A name no import can have. */
const MAIN = '\u0000main';

function planOf(messages: ProtobufSchema, inside: ByteReader, frame: Frame): MessagePlan {
  if (frame.ref.kind === 'glue') return messages.bySortedIndex(readGlueIndex(inside));
  return messages.byIndexes(inside.end === 0 && frame.indexes !== null ? [0] : readIndexes(inside));
}

function protobufReading(decoded: DecodedMessage, plan: MessagePlan, title: string): Reading {
  const { unknown, value } = decoded;
  const numbers = [...unknown].slice(0, 10).join(', ');
  const told =
    unknown.size === 0 ? '' : ` Fields that the schema does not have are kept under their numbers: ${numbers}.`;
  const reason = `Decoded as Protobuf message ${plan.name}.${told}`;
  return { format: 'protobuf', value, show: { kind: 'tree' }, reason, failure: null, schema: title };
}

/** Plain bytes of a message of .proto files given by the user. */
export function protoFilesReader(files: ReadonlyArray<ProtoFile>, message: string): (payload: Buffer) => Reading {
  const plan = new ProtobufSchema(files).byName(message);
  return (payload) => protobufReading(decodeProtobuf(plan, payload), plan, `Protobuf, ${plan.name} from .proto files`);
}

/** Plain bytes of an Avro schema given by the user. */
export function plainAvroReader(text: string): (payload: Buffer) => Reading {
  const decode = avroDecoder(text, [], { barePrimitive: false });
  return (payload) => {
    refuseContainer(payload);
    return avroReading(decode(payload), 'Avro, the schema given for this topic');
  };
}

function jsonReader(schema: SchemaText): SchemaReader {
  let check: JsonSchemaCheck | null = null;
  const title = titled('JSON Schema', schema.title);
  return (payload) => {
    const text = strictUtf8(payload);
    if (text === null) throw new Undecodable('What should be JSON is not valid UTF-8.');
    const parsed = jsonToExact(text);
    if (!parsed.ok) throw new Undecodable(`What should be JSON is not: ${parsed.reason} (character ${parsed.at}).`);
    return {
      format: 'json-schema',
      value: parsed.value,
      show: { kind: 'json', text },
      reason: 'JSON with a schema.',
      failure: null,
      schema: title,
      // Asked for by the panel only: scanning a topic does not validate it.
      more: () => (check ??= jsonSchemaCheck(schema))(text),
    };
  };
}
