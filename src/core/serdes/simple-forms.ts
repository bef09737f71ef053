import type { ValueFormat } from '../../shared/contract/serdes.ts';
import type { Exact } from '../../shared/values/exact.ts';
import { strictUtf8, Undecodable, uuidText } from './byte-reader.ts';
import { decodeCbor } from './cbor.ts';
import { floatText, widenFloat32 } from './exact-json.ts';
import { ReadingForm, type Form } from './forms.ts';
import { decodeMessagePack } from './messagepack.ts';
import { decodeRawProtobuf } from './protobuf-raw.ts';
import { bytesReading, type Reading } from './reading.ts';

function textReading(format: ValueFormat, text: string, value: Exact, reason: string): Reading {
  return { format, value, show: { kind: 'text', text }, reason, failure: null, schema: null };
}

function numberForm(name: string, size: number, read: (bytes: Buffer) => bigint | number): Form {
  return new ReadingForm(({ bytes }) => {
    if (bytes.length !== size) {
      throw new Undecodable(`A number of this kind (${name}) has ${size} bytes; these are ${bytes.length}.`);
    }
    const value = read(bytes);
    const text = typeof value === 'bigint' ? value.toString() : floatText(value);
    return textReading('number', text, value, `${size} bytes as ${name}, big-endian, as Kafka’s serialisers write it.`);
  });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Kafka's own serialiser writes the 36 characters; others the sixteen bytes. */
function readUuid(bytes: Buffer): Reading {
  if (bytes.length === 16) {
    const text = uuidText(bytes);
    return textReading('uuid', text, text, 'Sixteen bytes as a UUID.');
  }
  const text = bytes.length === 36 ? strictUtf8(bytes) : null;
  if (text === null || !UUID.test(text)) {
    throw new Undecodable(`A UUID has 16 bytes, or 36 characters of text; these are ${bytes.length} bytes.`);
  }
  return textReading('uuid', text, text, 'A UUID written as text.');
}

function treeForm(format: ValueFormat, decode: (bytes: Buffer) => Exact, reason: string): Form {
  return new ReadingForm(({ bytes }) => ({
    format,
    value: decode(bytes),
    show: { kind: 'tree' },
    reason,
    failure: null,
    schema: null,
  }));
}

const BASE64_NOTE = 'Bytes inside are shown as base64.';

export type SimpleKind =
  | 'int16'
  | 'int32'
  | 'int64'
  | 'float32'
  | 'float64'
  | 'uuid'
  | 'hex'
  | 'base64'
  | 'messagepack'
  | 'cbor'
  | 'protobuf-raw';

/** Forms that need nothing but the bytes. */
export function simpleForm(kind: SimpleKind): Form {
  return SIMPLE[kind]();
}

const SIMPLE: Readonly<Record<SimpleKind, () => Form>> = {
  int16: () => numberForm('int16', 2, (bytes) => BigInt(bytes.readInt16BE(0))),
  int32: () => numberForm('int32', 4, (bytes) => BigInt(bytes.readInt32BE(0))),
  int64: () => numberForm('int64', 8, (bytes) => bytes.readBigInt64BE(0)),
  float32: () => numberForm('float32', 4, (bytes) => widenFloat32(bytes.readFloatBE(0))),
  float64: () => numberForm('float64', 8, (bytes) => bytes.readDoubleBE(0)),
  uuid: () => new ReadingForm(({ bytes }) => readUuid(bytes)),
  hex: () => new ReadingForm(({ bytes }) => bytesReading(bytes, 'The bytes as they are.')),
  base64: () =>
    new ReadingForm(({ bytes }) => textReading('bytes', bytes.toString('base64'), bytes, 'The bytes as base64.')),
  messagepack: () => treeForm('messagepack', decodeMessagePack, `Decoded as MessagePack. ${BASE64_NOTE}`),
  cbor: () => treeForm('cbor', decodeCbor, `Decoded as CBOR. ${BASE64_NOTE}`),
  'protobuf-raw': () =>
    treeForm(
      'protobuf',
      decodeRawProtobuf,
      `Protobuf without its schema: field numbers, and guesses from the wire types. ${BASE64_NOTE}`,
    ),
};
