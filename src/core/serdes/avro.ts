import type { Exact } from '../../shared/values/exact.ts';
import { compileAvro, type AvroRead } from './avro-schema.ts';
import { ByteReader, Undecodable } from './byte-reader.ts';
import type { Reading } from './reading.ts';

export type AvroDecoder = (payload: Buffer) => Exact;

/**
 * A decoder compiled from the writer's schema. Our own rather than avsc's: it makes the exact values the rest of the
 * product works on (BigInt for every whole number, Maps in field order) in one pass, takes schemas avsc refuses (names
 * with dashes, defaults of the wrong type: neither matters for reading), and counts depth and values of hostile bytes.
 * `barePrimitive`: Confluent's serialiser writes a top-level `bytes` as it is, without Avro's length before it.
 */
export function avroDecoder(
  text: string,
  references: ReadonlyArray<{ readonly text: string }>,
  options: { readonly barePrimitive: boolean },
): AvroDecoder {
  const schema = compileAvro(text, references);
  if (options.barePrimitive && schema.isBytes) return (payload) => payload;
  return (payload) => readAll(schema.read, payload);
}

function readAll(read: AvroRead, payload: Buffer): Exact {
  const reader = new ByteReader(payload);
  const value = read(reader);
  reader.finish();
  return value;
}

/** Avro object container files begin with this; as a record's value one is not a datum of a schema. */
export function refuseContainer(payload: Buffer): void {
  if (payload.length > 4 && payload.toString('latin1', 0, 4) === 'Obj\u0001') {
    throw new Undecodable('It is an Avro container file, not a single Avro value.');
  }
}

const TREE = { kind: 'tree' } as const;

export function avroReading(value: Exact, schema: string): Reading {
  return {
    format: 'avro',
    value,
    show: TREE,
    reason: 'Decoded as Avro. Bytes inside are shown as base64.',
    failure: null,
    schema,
  };
}
