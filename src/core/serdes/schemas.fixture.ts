import type { SerdeChoice } from '../../shared/contract/serdes.ts';
import {
  createDecoder,
  type Part,
  type RawHeaders,
  type SchemaRef,
  type SchemaSource,
  type SchemaText,
} from './index.ts';

/** Schemas held in a map, by id, GUID or Glue version. */
export function schemasOf(entries: Readonly<Record<string, SchemaText>>): SchemaSource {
  const known = new Map(Object.entries(entries));
  const find = (ref: SchemaRef) => {
    const name = ref.kind === 'id' ? String(ref.id) : ref.kind === 'guid' ? ref.guid : ref.version;
    return known.get(name) ?? { failure: `The registry has no schema ${name}.`, absent: true };
  };
  return { peek: find, load: (ref) => Promise.resolve(find(ref)) };
}

export function schema(type: SchemaText['type'], text: string, references: SchemaText['references'] = []): SchemaText {
  return { type, text, references, title: 'orders-value version 3, id 7' };
}

type Given = {
  readonly choice?: SerdeChoice;
  readonly schemas?: SchemaSource;
  readonly headers?: RawHeaders;
  readonly topic?: string;
  readonly part?: 'key' | 'value';
  readonly key?: Buffer;
};

/** A part of one record. */
export function partOf(bytes: Buffer | null, given: Given = {}): Part {
  const { choice = { kind: 'auto' }, schemas = schemasOf({}), topic = 'orders', part = 'value' } = given;
  return createDecoder({ choice, part, topic, schemas }).part(bytes, given.headers ?? [], given.key);
}

/** A payload after Confluent's wire format. */
export function framed(id: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeInt32BE(id, 1);
  return Buffer.concat([head, payload]);
}
