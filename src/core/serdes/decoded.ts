import type { Exact } from '../../shared/values/exact.ts';
import type { DecodedValue, Preview } from '../../shared/contract/records.ts';

/**
 * A key, value or header as filters, columns, rows and exports see it. Lazy: making one costs next to nothing, and nothing
 * is decoded that nobody asks for. None of its methods throws: what cannot be decoded is its bytes, with a failure.
 */
export type Part = {
  /** The exact bytes; null is null. */
  readonly bytes: Buffer | null;
  /**
   * True where the bytes, if they are valid UTF-8, are themselves the text that is shown and filtered (string, JSON, XML, or
   * recognised as such by the first byte): a reader of raw bytes may work on them without decoding.
   */
  readonly isPlainText: boolean;
  /** True where `value()` is a text even if it looks like JSON (read as a string, or as XML). Filters then look for no fields in it. */
  readonly textOnly?: boolean;
  /** What it means: JSON as a tree, text as a string, bytes as bytes, null as null. */
  value(): Exact;
  /** The whole text that words are looked for in and that is copied: JSON as written, decoded formats as JSON, bytes as hex. */
  text(): string;
  /** Why the chosen or recognised form could not be decoded; null where it could. */
  failure(): string | null;
  /** One line of at most 1,024 characters. */
  preview(): Preview;
  /** For the panel: up to `limit` characters, with the reason for the form. */
  detail(limit?: number): DecodedValue;
};

/** What identifies a schema inside a record. */
export type SchemaRef =
  | { readonly kind: 'id'; readonly id: number }
  | { readonly kind: 'guid'; readonly guid: string }
  | { readonly kind: 'glue'; readonly version: string };

export type SchemaText = {
  readonly type: 'AVRO' | 'PROTOBUF' | 'JSON';
  readonly text: string;
  /** Everything it refers to, transitively, dependencies first. `name` is the name it is referred to by. */
  readonly references: ReadonlyArray<{ readonly name: string; readonly text: string }>;
  /** For people: "orders-value version 3, id 12"; empty where the registry does not tell. */
  readonly title: string;
};

/**
 * `absent`: there is no registry, or it is sure not to have this schema. Bytes that only look as if they named a schema
 * are then not said to be broken.
 */
export type SchemaFailure = { readonly failure: string; readonly absent?: boolean };

/** Schemas at hand. `load` never rejects: what cannot be had is a failure with its reason, and is tried again later. */
export type SchemaSource = {
  peek(ref: SchemaRef): SchemaText | SchemaFailure | undefined;
  load(ref: SchemaRef): Promise<SchemaText | SchemaFailure>;
};

/** Header of a record: name and value as bytes. */
export type RawHeaders = ReadonlyArray<readonly [Buffer, Buffer | null]>;

/** Reads keys, or values, of one topic in the chosen form. */
export type Decoder = {
  /** The schema this record needs and that is not at hand: load it, then ask for the part. Null where nothing is missing. */
  missing(bytes: Buffer | null, headers: RawHeaders): SchemaRef | null;
  /** `key`: of the record whose value is asked for. Kafka's own topics need it, as the key says what the value is. */
  part(bytes: Buffer | null, headers: RawHeaders, key?: Buffer | null): Part;
};

/**
 * Where key and value lie in the batch they came in. Known only where the bytes, if they are JSON, are read as JSON: what
 * reads fields out of bytes then needs no part, no view and no buffer of its own, which matters for millions of records.
 */
export type JsonPlaces = {
  readonly body: Buffer;
  /** The first byte; -1 where only the part itself tells. */
  jsonStart(part: 'key' | 'value'): number;
  jsonEnd(part: 'key' | 'value'): number;
};

/** A record as filters and columns see it. */
export type DecodedRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds. */
  readonly timestamp: bigint;
  readonly key: Part;
  readonly value: Part;
  readonly headers: ReadonlyArray<{ readonly name: string; readonly value: Part }>;
  readonly places?: JsonPlaces;
};
