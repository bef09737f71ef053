import type { Exact } from '../../shared/values/exact.ts';
import { ByteReader, Undecodable, whole } from './byte-reader.ts';
import { addField, readRawField } from './protobuf-raw.ts';
import type { FieldPlan, MessagePlan } from './protobuf-schema.ts';
import { int32, readLength, readVarint, WIRE, type Scalar } from './protobuf-wire.ts';

export type DecodedMessage = {
  readonly value: Exact;
  /** Field numbers that the schema does not have; their values are kept under `#number`. */
  readonly unknown: ReadonlySet<number>;
};

/**
 * Reads one message after its plan: exact numbers, Maps in the schema's order, fields nobody knows kept. Our own on top
 * of protobufjs's parser: its decoder makes objects with doubles or Longs, drops unknown fields, and recurses unbounded.
 * Of a message field that comes twice the last one counts.
 */
export function decodeProtobuf(plan: MessagePlan, payload: Buffer): DecodedMessage {
  const reader = new ByteReader(payload);
  const state: State = { reader, unknown: new Set() };
  return { value: readMessage(state, plan, payload.length), unknown: state.unknown };
}

type State = { readonly reader: ByteReader; readonly unknown: Set<number> };

/** Ends at `end`, or at the end of the group with this number. */
function readMessage(state: State, plan: MessagePlan, end: number, group = 0): Exact {
  const { reader } = state;
  const { fields, byNumber } = plan.layout();
  reader.enter();
  reader.hold(fields.length + 1);
  const slots = new Array<Exact | undefined>(fields.length).fill(undefined);
  let strangers: Map<string, Exact> | null = null;
  while (reader.at < end) {
    const tag = Number(readVarint(reader));
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (number === 0) throw new Undecodable(`Field number 0 before byte ${reader.at}.`);
    if (wire === WIRE.groupEnd && number === group) {
      reader.leave();
      return finish(plan, fields, slots, strangers);
    }
    const field = byNumber.get(number);
    if (field !== undefined && readField(state, field, { wire, number }, slots)) continue;
    state.unknown.add(number);
    strangers ??= new Map();
    addField(strangers, `#${number}`, readRawField(reader, number, wire));
  }
  if (group !== 0) throw new Undecodable(`Group ${group} has no end.`);
  if (reader.at > end) throw new Undecodable(`A field goes beyond its message's end at byte ${end}.`);
  reader.leave();
  return finish(plan, fields, slots, strangers);
}

function finish(
  plan: MessagePlan,
  fields: ReadonlyArray<FieldPlan>,
  slots: ReadonlyArray<Exact | undefined>,
  strangers: ReadonlyMap<string, Exact> | null,
): Exact {
  const map = new Map<string, Exact>();
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] as FieldPlan;
    const value = slots[index] ?? (slots[index] === null ? null : field.zero);
    if (value !== undefined) map.set(field.name, value);
  }
  if (strangers !== null) for (const [name, value] of strangers) map.set(name, value);
  return plan.convert === null ? map : plan.convert(map);
}

type Tag = { readonly wire: number; readonly number: number };

/** False where the wire type is not the field's: the bytes were written with another schema. */
function readField(state: State, field: FieldPlan, tag: Tag, slots: Array<Exact | undefined>): boolean {
  const { reader } = state;
  reader.hold(1);
  if (field.many === 'map') {
    if (tag.wire !== WIRE.bytes) return false;
    readEntry(state, field, slots);
    return true;
  }
  if (field.message !== null) {
    if (tag.wire !== WIRE.bytes && tag.wire !== WIRE.group) return false;
    put(field, slots, readInner(state, field.message, tag));
    return true;
  }
  const scalar = field.scalar as Scalar;
  if (tag.wire === scalar.wire) {
    put(field, slots, readScalar(reader, field, scalar));
    return true;
  }
  if (field.many !== 'list' || tag.wire !== WIRE.bytes || scalar.wire === WIRE.bytes) return false;
  readPacked(reader, field, slots);
  return true;
}

function readInner(state: State, plan: MessagePlan, tag: Tag): Exact {
  const { reader } = state;
  if (tag.wire === WIRE.group) return readMessage(state, plan, reader.end, tag.number);
  const length = readLength(reader);
  const start = reader.skip(length);
  reader.at = start;
  return readMessage(state, plan, start + length);
}

function put(field: FieldPlan, slots: Array<Exact | undefined>, value: Exact): void {
  if (field.many === 'one') {
    slots[field.slot] = value;
    return;
  }
  const list = slots[field.slot] as Exact[] | undefined;
  if (list === undefined) slots[field.slot] = [value];
  else list.push(value);
}

function readScalar(reader: ByteReader, field: FieldPlan, scalar: Scalar): Exact {
  if (field.symbols === null) return scalar.read(reader);
  const number = int32(readVarint(reader));
  return field.symbols.get(number) ?? (number < 0 ? BigInt(number) : whole(number));
}

function readPacked(reader: ByteReader, field: FieldPlan, slots: Array<Exact | undefined>): void {
  const length = readLength(reader);
  const end = reader.skip(length) + length;
  reader.at = end - length;
  // A packed list may be empty.
  slots[field.slot] ??= [];
  while (reader.at < end) {
    reader.hold(1);
    put(field, slots, readScalar(reader, field, field.scalar as Scalar));
  }
  if (reader.at > end) throw new Undecodable(`A packed list goes beyond its end at byte ${end}.`);
}

/** One entry of a map: a message of key and value, either of which may be left out. */
function readEntry(state: State, field: FieldPlan, slots: Array<Exact | undefined>): void {
  const { reader } = state;
  const length = readLength(reader);
  const end = reader.skip(length) + length;
  reader.at = end - length;
  let key: Exact | undefined;
  let value: Exact | undefined;
  while (reader.at < end) {
    const tag = Number(readVarint(reader));
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (number === 1 && wire === field.key?.wire) key = field.key.read(reader);
    else if (number === 2 && field.message !== null && wire === WIRE.bytes)
      value = readInner(state, field.message, { wire, number });
    else if (number === 2 && wire === field.scalar?.wire) value = readScalar(reader, field, field.scalar);
    else readRawField(reader, number, wire);
  }
  if (reader.at > end) throw new Undecodable(`A map entry goes beyond its end at byte ${end}.`);
  const map = (slots[field.slot] as Map<string, Exact> | undefined) ?? new Map<string, Exact>();
  slots[field.slot] = map;
  map.set(String(key ?? field.key?.zero ?? ''), value === undefined ? absentValue(field) : value);
}

function absentValue(field: FieldPlan): Exact {
  if (field.symbols !== null) return field.symbols.get(0) ?? 0n;
  return field.scalar?.zero ?? new Map();
}
