import type { Exact } from '../../shared/values/exact.ts';
import { ByteReader, strictUtf8, Undecodable } from './byte-reader.ts';
import { firstBinaryCharacter } from './control.ts';
import { readLength, readVarint, WIRE } from './protobuf-wire.ts';

/** Messages inside messages that are still guessed at; what is deeper stays bytes. */
const GUESS_DEPTH = 32;

/**
 * Protobuf without a schema: a Map from field number to what the wire type tells. Varints are read as int64; eight or
 * four fixed bytes as whole number and as float, as nothing says which; lengths as text where they are text, else as a
 * message where they are one to the last byte, else as bytes. A number that comes more than once is a list.
 */
export function decodeRawProtobuf(bytes: Buffer): Exact {
  const reader = new ByteReader(bytes);
  return readFields(reader, bytes.length, GUESS_DEPTH);
}

function readFields(reader: ByteReader, end: number, depth: number): Map<string, Exact> {
  const fields = new Map<string, Exact>();
  while (reader.at < end) {
    const tag = Number(readVarint(reader));
    const number = Math.floor(tag / 8);
    if (number === 0) throw new Undecodable(`Field number 0 before byte ${reader.at}.`);
    addField(fields, String(number), readRawField(reader, number, tag % 8, depth));
  }
  if (reader.at > end) throw new Undecodable(`A field goes beyond its message's end at byte ${end}.`);
  return fields;
}

/** Fields that come more than once become a list. */
export function addField(fields: Map<string, Exact>, name: string, value: Exact): void {
  const before = fields.get(name);
  if (before === undefined) fields.set(name, value);
  else if (before instanceof Repeated) before.push(value);
  else fields.set(name, Repeated.of(before, value) as Repeated);
}

/** Told from a list that is one value of its own. */
class Repeated extends Array<Exact> {}

/** One field without knowing its type; the tag has been read. */
export function readRawField(reader: ByteReader, number: number, wire: number, depth = GUESS_DEPTH): Exact {
  reader.hold(1);
  if (wire === WIRE.varint) return BigInt.asIntN(64, BigInt(readVarint(reader)));
  if (wire === WIRE.fixed64) return fixed64(reader);
  if (wire === WIRE.fixed32) return fixed32(reader);
  if (wire === WIRE.bytes) return guess(reader, readLength(reader), depth);
  if (wire === WIRE.group) return readGroup(reader, number, depth);
  throw new Undecodable(`Wire type ${wire} before byte ${reader.at} is none that Protobuf has here.`);
}

function fixed64(reader: ByteReader): Exact {
  const at = reader.skip(8);
  return new Map<string, Exact>([
    ['fixed64', reader.bytes.readBigInt64LE(at)],
    ['double', reader.bytes.readDoubleLE(at)],
  ]);
}

function fixed32(reader: ByteReader): Exact {
  const at = reader.skip(4);
  return new Map<string, Exact>([
    ['fixed32', BigInt(reader.bytes.readInt32LE(at))],
    ['float', reader.bytes.readFloatLE(at)],
  ]);
}

function guess(reader: ByteReader, length: number, depth: number): Exact {
  const start = reader.skip(length);
  const bytes = reader.bytes.subarray(start, reader.at);
  const text = strictUtf8(bytes);
  if (text !== null && firstBinaryCharacter(text) < 0) return text;
  if (depth === 0) return bytes;
  const end = reader.at;
  reader.at = start;
  try {
    return readFields(reader, end, depth - 1);
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    reader.at = end;
    return bytes;
  }
}

function readGroup(reader: ByteReader, number: number, depth: number): Exact {
  if (depth === 0) throw new Undecodable(`Groups are nested deeper than ${GUESS_DEPTH} levels.`);
  const fields = new Map<string, Exact>();
  for (;;) {
    const tag = Number(readVarint(reader));
    const inner = Math.floor(tag / 8);
    if (tag % 8 === WIRE.groupEnd) {
      if (inner !== number) throw new Undecodable(`Group ${number} is ended by group ${inner}.`);
      return fields;
    }
    if (inner === 0) throw new Undecodable(`Field number 0 before byte ${reader.at}.`);
    addField(fields, String(inner), readRawField(reader, inner, tag % 8, depth - 1));
  }
}
