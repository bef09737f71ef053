import { inflateSync } from 'node:zlib';
import { ByteReader, Undecodable, uuidText } from './byte-reader.ts';
import type { RawHeaders, SchemaRef } from './decoded.ts';
import { readLength, readZigzag } from './protobuf-wire.ts';

/** What a record says about its schema, and where its payload is. */
export type Frame = {
  readonly ref: SchemaRef;
  /** Where the payload starts; with Protobuf the message indexes stand there first, unless `indexes` has them. */
  readonly start: number;
  /** Message indexes that stand in the header, after the GUID. */
  readonly indexes: Buffer | null;
  readonly zlib: boolean;
};

/** Headers that carry the schema instead of the payload (Confluent, since 2025). */
export const SCHEMA_HEADERS = { key: '__key_schema_id', value: '__value_schema_id' } as const;

const MAGIC_ID = 0;
const MAGIC_GUID = 1;
const GLUE_VERSION = 3;
const GLUE_PLAIN = 0;
const GLUE_ZLIB = 5;
const GLUE_HEADER = 18;

/** Null where nothing names a schema. Only a positive id is one. */
export function frameOf(bytes: Buffer, headers: RawHeaders, part: 'key' | 'value'): Frame | null {
  const header = headers.length === 0 ? null : schemaHeader(headers, part);
  if (header !== null) return headerFrame(header);
  if (bytes[0] === MAGIC_ID) {
    const id = bytes.length >= 5 ? bytes.readInt32BE(1) : 0;
    return id > 0 ? { ref: { kind: 'id', id }, start: 5, indexes: null, zlib: false } : null;
  }
  if (bytes[0] !== GLUE_VERSION || bytes.length < GLUE_HEADER) return null;
  if (bytes[1] !== GLUE_PLAIN && bytes[1] !== GLUE_ZLIB) return null;
  const version = uuidText(bytes.subarray(2, GLUE_HEADER));
  return { ref: { kind: 'glue', version }, start: GLUE_HEADER, indexes: null, zlib: bytes[1] === GLUE_ZLIB };
}

/** The last header of the name, as Kafka's own readers take it; null where it says nothing that is understood. */
export function schemaHeader(headers: RawHeaders, part: 'key' | 'value'): Buffer | null {
  const wanted = SCHEMA_HEADERS[part];
  for (let index = headers.length - 1; index >= 0; index -= 1) {
    const [name, value] = headers[index] as RawHeaders[number];
    if (name.length !== wanted.length || value === null || name.toString('latin1') !== wanted) continue;
    if (value[0] === MAGIC_GUID && value.length >= 17) return value;
    return value[0] === MAGIC_ID && value.length >= 5 && value.readInt32BE(1) > 0 ? value : null;
  }
  return null;
}

function headerFrame(header: Buffer): Frame {
  const isGuid = header[0] === MAGIC_GUID;
  const ref: SchemaRef = isGuid
    ? { kind: 'guid', guid: uuidText(header.subarray(1, 17)) }
    : { kind: 'id', id: header.readInt32BE(1) };
  return { ref, start: 0, indexes: header.subarray(isGuid ? 17 : 5), zlib: false };
}

/** In words, for reasons: "schema id 7". */
export function refText(ref: SchemaRef): string {
  if (ref.kind === 'id') return `schema id ${ref.id}`;
  return ref.kind === 'guid' ? `schema GUID ${ref.guid}` : `Glue schema version ${ref.version}`;
}

/** What a compressed payload may grow to. 1 MB of zeros packed twice is a thousand times as much. */
const INFLATED_LIMIT = 64 * 1024 * 1024;

export function payloadOf(bytes: Buffer, frame: Frame): Buffer {
  const payload = bytes.subarray(frame.start);
  if (!frame.zlib) return payload;
  try {
    return inflateSync(payload, { maxOutputLength: INFLATED_LIMIT });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Undecodable(`The compressed payload cannot be unpacked (up to 64 MiB): ${why}.`);
  }
}

/** Levels of messages inside messages that indexes may name. */
const INDEX_DEPTH = 100;

/** Confluent's message indexes: a count and so many indexes, all zigzag; a count of 0 stands for the first message. */
export function readIndexes(reader: ByteReader): number[] {
  const count = readZigzag(reader);
  if (count === 0) return [0];
  if (!(count > 0 && count <= INDEX_DEPTH)) throw new Undecodable(`The record names ${count} message indexes.`);
  return Array.from({ length: count }, () => readZigzag(reader));
}

/** Glue's: the place of the message among all messages of the file, ordered by their full names. */
export function readGlueIndex(reader: ByteReader): number {
  return readLength(reader);
}
