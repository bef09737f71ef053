import { z } from 'zod';

/** What a value turned out to be. `null` is no value (a tombstone, where it is the value), `empty` is zero bytes. */
export const ValueFormat = z.enum([
  'json',
  'text',
  'bytes',
  'empty',
  'null',
  'number',
  'uuid',
  'xml',
  'avro',
  'protobuf',
  'json-schema',
  'messagepack',
  'cbor',
  /** Kafka's own records: committed offsets, group and transaction metadata. */
  'kafka',
  /** A transaction marker. */
  'marker',
]);
export type ValueFormat = z.infer<typeof ValueFormat>;

/** How bytes are to be read. */
export const SerdeChoice = z.discriminatedUnion('kind', [
  /** Recognised record by record; the reason is shown. */
  z.strictObject({ kind: z.literal('auto') }),
  z.strictObject({
    kind: z.enum([
      'string',
      'json',
      'xml',
      'int16',
      'int32',
      'int64',
      'float32',
      'float64',
      'uuid',
      'hex',
      'base64',
      'messagepack',
      'cbor',
      /** Protobuf without a schema: field numbers and wire types. */
      'protobuf-raw',
      /** Kafka's own topics, by the record's version. */
      'consumer-offsets',
      'transaction-state',
    ]),
  }),
  /** Confluent's wire format (magic byte 0 and id, or the schema's GUID in a header), or AWS Glue's: the schema says which. */
  z.strictObject({ kind: z.literal('registry') }),
  /** Plain bytes of one schema, given here. `message`: which type of a .proto file. */
  z.strictObject({ kind: z.literal('avro'), schema: z.string().min(1).max(1_000_000) }),
  z.strictObject({
    kind: z.literal('protobuf'),
    /** Text of .proto files by their import path; the first is the one that holds the message. */
    files: z
      .array(z.strictObject({ name: z.string().max(500), text: z.string().max(1_000_000) }))
      .min(1)
      .max(200),
    message: z.string().min(1).max(500),
  }),
]);
export type SerdeChoice = z.infer<typeof SerdeChoice>;

export const DecodeChoices = z.strictObject({ key: SerdeChoice, value: SerdeChoice });
export type DecodeChoices = z.infer<typeof DecodeChoices>;

export const AUTO_DECODE: DecodeChoices = { key: { kind: 'auto' }, value: { kind: 'auto' } };
