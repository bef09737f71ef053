import type { Exact } from '../../shared/values/exact.ts';
import { ByteReader, Undecodable, whole } from './byte-reader.ts';
import {
  OFFSETS_RECORDS,
  SHARE_STATE_RECORDS,
  TRANSACTION_RECORDS,
  type KafkaLayout,
  type KafkaRecordType,
} from './kafka-messages.ts';
import { readLength } from './protobuf-wire.ts';

export type KafkaTopic = 'consumer-offsets' | 'transaction-state' | 'share-state';

const TYPES: Readonly<Record<KafkaTopic, ReadonlyMap<number, KafkaRecordType>>> = {
  'consumer-offsets': OFFSETS_RECORDS,
  'transaction-state': TRANSACTION_RECORDS,
  'share-state': SHARE_STATE_RECORDS,
};

/** Kafka's own topics, which are recognised by their names. */
export const KAFKA_TOPICS: ReadonlyMap<string, KafkaTopic> = new Map([
  ['__consumer_offsets', 'consumer-offsets'],
  ['__transaction_state', 'transaction-state'],
  ['__share_group_state', 'share-state'],
]);

export type KafkaRecord = { readonly type: string; readonly value: Exact };

/** The key tells the record's type by its first two bytes. */
export function decodeKafkaKey(topic: KafkaTopic, bytes: Buffer): KafkaRecord {
  const reader = new ByteReader(bytes);
  const number = reader.bytes.readInt16BE(reader.skip(2));
  const type = typeOf(topic, number);
  const value = readFields(reader, { fields: fieldsOf(type.key), version: 0, flexible: false, structs: {} });
  reader.finish();
  return { type: type.name, value: named(type.name, value) };
}

/**
 * The value's type stands in the record's key. Without a key the types are tried in turn; those that are frequent and fit
 * to the last byte come first.
 */
export function decodeKafkaValue(topic: KafkaTopic, bytes: Buffer, key: Buffer | null | undefined): KafkaRecord {
  if (key !== null && key !== undefined)
    return readValue(typeOf(topic, new ByteReader(key, 0).take(2).readInt16BE(0)), bytes);
  for (const number of [1, 2, ...TYPES[topic].keys()]) {
    const type = TYPES[topic].get(number);
    const record = type === undefined ? null : tryValue(type, bytes);
    if (record !== null) return record;
  }
  throw new Undecodable('It is no record of Kafka’s own that is known.');
}

function tryValue(type: KafkaRecordType, bytes: Buffer): KafkaRecord | null {
  try {
    return readValue(type, bytes);
  } catch (error) {
    if (error instanceof Undecodable) return null;
    throw error;
  }
}

function typeOf(topic: KafkaTopic, number: number): KafkaRecordType {
  // Type 0 is type 1 of old brokers; they wrote its value in any version.
  const found = TYPES[topic].get(topic === 'consumer-offsets' && number === 0 ? 1 : number);
  if (found === undefined) throw new Undecodable(`Kafka’s own record type ${number} is not known to this version.`);
  return found;
}

function readValue(type: KafkaRecordType, bytes: Buffer): KafkaRecord {
  const reader = new ByteReader(bytes);
  const version = reader.bytes.readInt16BE(reader.skip(2));
  const layout: KafkaLayout = type.value;
  if (version < 0 || version > layout.latest) {
    throw new Undecodable(`Version ${version} of Kafka’s ${type.name} record is not known to this version.`);
  }
  const flexible = layout.flexible !== undefined && version >= layout.flexible;
  const fields = fieldsOf(layout.fields);
  const value = readFields(reader, { fields, version, flexible, structs: layout.structs ?? {} });
  reader.finish();
  return { type: type.name, value: named(type.name, value, version) };
}

function named(type: string, value: Map<string, Exact>, version?: number): Exact {
  const status = value.get('transactionStatus');
  if (typeof status === 'bigint') value.set('transactionStatus', STATUSES[Number(status)] ?? status);
  const head: Array<[string, Exact]> = [['type', type]];
  if (version !== undefined) head.push(['version', whole(version)]);
  return new Map<string, Exact>([...head, ...value]);
}

/** org.apache.kafka.coordinator.transaction.TransactionState, by its id. */
const STATUSES = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'Dead',
  'PrepareEpochFence',
];

type Field = {
  readonly name: string;
  readonly type: string;
  readonly nullableFrom: number;
  readonly tag: number | null;
  readonly from: number;
  readonly to: number;
};

type Layout = {
  readonly fields: ReadonlyArray<Field>;
  readonly version: number;
  readonly flexible: boolean;
  readonly structs: Readonly<Record<string, string>>;
};

const FIELD = /^(\w+):((?:\[\])?\w+)(?:\?(\d+))?(?:#(\d+))?(?:@(\d+)(?:-(\d+))?)?$/;

function fieldsOf(text: string): Field[] {
  return text.split(' ').map((part) => {
    const [, name = '', type = '', nullable, tag, from, to] = FIELD.exec(part) ?? [];
    return {
      name,
      type,
      nullableFrom: nullable === undefined ? Infinity : Number(nullable),
      tag: tag === undefined ? null : Number(tag),
      from: Number(from ?? 0),
      to: to === undefined ? Infinity : Number(to),
    };
  });
}

function readFields(reader: ByteReader, layout: Layout): Map<string, Exact> {
  const { version } = layout;
  const map = new Map<string, Exact>();
  reader.enter();
  reader.hold(layout.fields.length + 1);
  for (const field of layout.fields) {
    if (field.tag === null && version >= field.from && version <= field.to)
      map.set(field.name, readField(reader, field, layout));
  }
  if (layout.flexible) readTagged(reader, layout, map);
  reader.leave();
  return map;
}

/** Tagged fields come in any number; those of a newer Kafka are kept as bytes. */
function readTagged(reader: ByteReader, layout: Layout, map: Map<string, Exact>): void {
  const count = readLength(reader);
  for (let index = 0; index < count; index += 1) {
    reader.hold(1);
    const tag = readLength(reader);
    const data = reader.take(readLength(reader));
    const field = layout.fields.find((candidate) => candidate.tag === tag);
    if (field === undefined) map.set(`#${tag}`, data);
    else {
      const inner = new ByteReader(data);
      map.set(field.name, readField(inner, field, layout));
      inner.finish();
    }
  }
}

function readField(reader: ByteReader, field: Field, layout: Layout): Exact {
  const nullable = layout.version >= field.nullableFrom;
  if (!field.type.startsWith('[]')) return readOne(reader, { type: field.type, nullable, layout });
  const count = layout.flexible ? readLength(reader) - 1 : reader.bytes.readInt32BE(reader.skip(4));
  if (count < 0) return nullOr(nullable, field.name);
  reader.hold(count);
  const list: Exact[] = [];
  for (let index = 0; index < count; index += 1) {
    list.push(readOne(reader, { type: field.type.slice(2), nullable: false, layout }));
  }
  return list;
}

function nullOr(nullable: boolean, name: string): null {
  if (!nullable) throw new Undecodable(`“${name}” is null and may not be.`);
  return null;
}

type One = { readonly type: string; readonly nullable: boolean; readonly layout: Layout };

function readOne(reader: ByteReader, { type, nullable, layout }: One): Exact {
  const { bytes } = reader;
  if (type === 'int8') return BigInt(bytes.readInt8(reader.skip(1)));
  if (type === 'int16') return BigInt(bytes.readInt16BE(reader.skip(2)));
  if (type === 'uint16') return BigInt(bytes.readUInt16BE(reader.skip(2)));
  if (type === 'int32') return BigInt(bytes.readInt32BE(reader.skip(4)));
  if (type === 'int64') return bytes.readBigInt64BE(reader.skip(8));
  // As Kafka's own tools print them: base64 for URLs.
  if (type === 'uuid') return reader.take(16).toString('base64').slice(0, 22).replaceAll('+', '-').replaceAll('/', '_');
  if (type === 'string') {
    const length = layout.flexible ? readLength(reader) - 1 : bytes.readInt16BE(reader.skip(2));
    return length < 0 ? nullOr(nullable, type) : reader.text(length);
  }
  if (type === 'bytes') {
    const length = layout.flexible ? readLength(reader) - 1 : bytes.readInt32BE(reader.skip(4));
    return length < 0 ? nullOr(nullable, type) : reader.take(length);
  }
  const struct = layout.structs[type];
  if (struct === undefined) throw new Undecodable(`Kafka has no type “${type}”.`);
  // A struct that may be null has a byte before it: below zero for none.
  if (nullable && bytes.readInt8(reader.skip(1)) < 0) return null;
  return readFields(reader, { ...layout, fields: fieldsOf(struct) });
}
