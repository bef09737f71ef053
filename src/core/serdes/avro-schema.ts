import { Decimal, type Exact } from '../../shared/values/exact.ts';
import { JSON_DEPTH_LIMIT } from '../../shared/values/json-scan.ts';
import { readInt, readLong } from './avro-numbers.ts';
import { decimalScale, logicalBytes, logicalInt, logicalLong } from './avro-logical.ts';
import { scaledText, smallSignedAt, Undecodable, whole, type ByteReader } from './byte-reader.ts';
import { widenFloat32 } from './exact-json.ts';

export type AvroRead = (reader: ByteReader) => Exact;

/** A schema as JSON has it: what is not as it should be is found while compiling. */
type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json };
type Fields = { readonly [key: string]: Json };

/** Types by full name. A type being compiled is here already, so that it can hold itself. */
type Names = Map<string, { read: AvroRead }>;
type Scope = { readonly names: Names; readonly namespace: string; readonly depth: number };

/** Compiles the schemas referred to, dependencies first, then the schema itself. */
export function compileAvro(
  text: string,
  references: ReadonlyArray<{ readonly text: string }>,
): { readonly read: AvroRead; readonly isBytes: boolean } {
  const scope: Scope = { names: new Map(), namespace: '', depth: 0 };
  for (const reference of references) compile(parse(reference.text), scope);
  const schema = parse(text);
  const isBytes = schema === 'bytes' || (isFields(schema) && schema['type'] === 'bytes' && !schema['logicalType']);
  return { read: compile(schema, scope), isBytes };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // A primitive or a name may stand without quotes.
    if (/^[A-Za-z_][\w.-]*$/.test(text.trim())) return text.trim();
    throw new Undecodable('The Avro schema is not valid JSON.');
  }
}

function isFields(schema: Json | undefined): schema is Fields {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema);
}

const PRIMITIVES: ReadonlyMap<string, AvroRead> = new Map<string, AvroRead>([
  ['null', () => null],
  ['boolean', (reader) => readBoolean(reader)],
  ['int', (reader) => whole(readInt(reader))],
  ['long', readLong],
  ['float', (reader) => widenFloat32(reader.bytes.readFloatLE(reader.skip(4)))],
  ['double', (reader) => reader.bytes.readDoubleLE(reader.skip(8))],
  ['bytes', (reader) => reader.take(readInt(reader))],
  ['string', (reader) => reader.text(readInt(reader))],
]);

function readBoolean(reader: ByteReader): boolean {
  const byte = reader.byte();
  if (byte > 1) throw new Undecodable(`A true or false at byte ${reader.at - 1} is ${byte}.`);
  return byte === 1;
}

function compile(schema: Json | undefined, scope: Scope): AvroRead {
  if (scope.depth > JSON_DEPTH_LIMIT) throw new Undecodable('The Avro schema is nested too deep.');
  const inner = { ...scope, depth: scope.depth + 1 };
  if (typeof schema === 'string') return PRIMITIVES.get(schema) ?? named(schema, scope);
  if (Array.isArray(schema)) return union(schema, inner);
  if (!isFields(schema)) throw new Undecodable('The Avro schema has something that is no type.');
  const { type } = schema;
  if (type === 'record' || type === 'error') return record(schema, inner);
  if (type === 'enum') return declared(schema, inner, () => enumeration(schema));
  if (type === 'fixed') return declared(schema, inner, () => fixed(schema));
  if (type === 'array') return array(compile(schema['items'], inner));
  if (type === 'map') return map(compile(schema['values'], inner));
  const logical = typeof type === 'string' ? logicalRead(type, schema) : null;
  return logical ?? compile(type, inner);
}

function logicalRead(type: string, schema: Fields): AvroRead | null {
  if (typeof schema['logicalType'] !== 'string') return null;
  const name = schema['logicalType'];
  if (type === 'long') {
    const convert = logicalLong(name);
    return convert === null ? null : (reader) => convert(readLong(reader));
  }
  if (type === 'int') {
    const convert = logicalInt(name);
    return convert === null ? null : (reader) => convert(readInt(reader));
  }
  if (type !== 'bytes') return null;
  const convert = logicalBytes(name, schema, null);
  const scale = decimalScale(name, schema);
  if (convert !== null && scale !== null) {
    return (reader) => {
      const length = readInt(reader);
      // Money, mostly: a few bytes that need no view and no bigint to be written out.
      if (length < 1 || length > 6) return convert(reader.take(length));
      return new Decimal(scaledText(smallSignedAt(reader.bytes, reader.skip(length), length), scale));
    };
  }
  return convert === null ? null : (reader) => convert(reader.take(readInt(reader)));
}

/** A name stands for a type of its own namespace first, then for one without. */
function named(name: string, { names, namespace }: Scope): AvroRead {
  const found = names.get(fullName(name, namespace)) ?? names.get(name);
  if (found === undefined) throw new Undecodable(`The Avro schema refers to “${name}”, which is not at hand.`);
  return (reader) => found.read(reader);
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

/** Makes a named type known, under its aliases too, before what it holds is compiled. */
function declared(schema: Fields, scope: Scope, compileIt: (scope: Scope) => AvroRead): AvroRead {
  const own = typeof schema['name'] === 'string' ? schema['name'] : '';
  const said = typeof schema['namespace'] === 'string' ? schema['namespace'] : scope.namespace;
  const full = fullName(own, said);
  const namespace = full.includes('.') ? full.slice(0, full.lastIndexOf('.')) : '';
  const entry = {
    read: (): Exact => {
      throw new Undecodable(`The Avro type “${full}” has no end.`);
    },
  } as { read: AvroRead };
  if (own !== '') scope.names.set(full, entry);
  const read = compileIt({ ...scope, namespace });
  entry.read = read;
  return read;
}

function record(schema: Fields, scope: Scope): AvroRead {
  return declared(schema, scope, (inner) => {
    const fields = Array.isArray(schema['fields']) ? (schema['fields'] as ReadonlyArray<Json>) : [];
    const names: string[] = [];
    const reads: AvroRead[] = [];
    for (const field of fields) {
      if (!isFields(field) || typeof field['name'] !== 'string') {
        throw new Undecodable('The Avro schema has a field without a name.');
      }
      names.push(field['name']);
      reads.push(compile(field['type'], inner));
    }
    return recordReader(names, reads);
  });
}

function recordReader(names: ReadonlyArray<string>, reads: ReadonlyArray<AvroRead>): AvroRead {
  return (reader) => {
    reader.enter();
    reader.hold(names.length + 1);
    const map = new Map<string, Exact>();
    for (let index = 0; index < names.length; index += 1) {
      map.set(names[index] as string, (reads[index] as AvroRead)(reader));
    }
    reader.leave();
    return map;
  };
}

function enumeration(schema: Fields): AvroRead {
  const symbols = Array.isArray(schema['symbols']) ? schema['symbols'].map(String) : [];
  return (reader) => {
    const index = readInt(reader);
    const symbol = symbols[index];
    if (symbol === undefined) throw new Undecodable(`An enum of ${symbols.length} symbols has number ${index}.`);
    return symbol;
  };
}

function fixed(schema: Fields): AvroRead {
  const size = Number(schema['size']);
  if (!Number.isInteger(size) || size < 0) throw new Undecodable('The Avro schema has a fixed type without a size.');
  const convert = typeof schema['logicalType'] === 'string' ? logicalBytes(schema['logicalType'], schema, size) : null;
  return convert === null ? (reader) => reader.take(size) : (reader) => convert(reader.take(size));
}

function union(branches: ReadonlyArray<Json>, scope: Scope): AvroRead {
  const reads = branches.map((branch) => compile(branch, scope));
  return (reader) => {
    const index = readInt(reader);
    const read = reads[index];
    if (read === undefined) throw new Undecodable(`A union of ${reads.length} types has number ${index}.`);
    return read(reader);
  };
}

/** How many items a block has; a negative count is followed by the block's size in bytes, which is not needed. */
function blockCount(reader: ByteReader): number {
  let count = Number(readLong(reader));
  if (count < 0) {
    count = -count;
    readLong(reader);
  }
  reader.hold(count);
  return count;
}

function array(read: AvroRead): AvroRead {
  return (reader) => {
    reader.enter();
    const list: Exact[] = [];
    for (let count = blockCount(reader); count > 0; count = blockCount(reader)) {
      for (let index = 0; index < count; index += 1) list.push(read(reader));
    }
    reader.leave();
    return list;
  };
}

function map(read: AvroRead): AvroRead {
  return (reader) => {
    reader.enter();
    const entries = new Map<string, Exact>();
    for (let count = blockCount(reader); count > 0; count = blockCount(reader)) {
      for (let index = 0; index < count; index += 1) entries.set(reader.text(readInt(reader)), read(reader));
    }
    reader.leave();
    return entries;
  };
}
