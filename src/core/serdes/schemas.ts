import type { SchemaRef, SchemaSource, SchemaText } from './decoded.ts';
import { schemaReader, type SchemaReader } from './schema-reader.ts';

/** Compiled schemas kept by one decoder; the oldest goes first. */
const KEPT = 256;

export type FoundSchema = { readonly read: SchemaReader } | { readonly failure: string; readonly absent: boolean };

/** Schemas as this decoder has compiled them. An id or GUID never changes its meaning, so what was found stays found. */
export class Schemas {
  private readonly source: SchemaSource;
  private readonly byId = new Map<number, { readonly read: SchemaReader }>();
  private readonly byName = new Map<string, { readonly read: SchemaReader }>();
  /** One schema may come under several ids, and is one object then. */
  private readonly compiled = new WeakMap<SchemaText, SchemaReader>();

  constructor(source: SchemaSource) {
    this.source = source;
  }

  /** True where the schema of this id was found before: nothing has to be made to ask. */
  hasId(id: number): boolean {
    return this.byId.has(id);
  }

  /** Undefined: it has to be loaded first. */
  find(ref: SchemaRef): FoundSchema | undefined {
    const known = ref.kind === 'id' ? this.byId.get(ref.id) : this.byName.get(nameOf(ref));
    if (known !== undefined) return known;
    const schema = this.source.peek(ref);
    if (schema === undefined) return undefined;
    if ('failure' in schema) return { failure: schema.failure, absent: schema.absent === true };
    const read = this.compiled.get(schema) ?? schemaReader(schema);
    this.compiled.set(schema, read);
    const found = { read };
    if (ref.kind === 'id') keep(this.byId, ref.id, found);
    else keep(this.byName, nameOf(ref), found);
    return found;
  }
}

function nameOf(ref: Exclude<SchemaRef, { kind: 'id' }>): string {
  return ref.kind === 'guid' ? ref.guid : `glue ${ref.version}`;
}

function keep<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (map.size >= KEPT) {
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }
  map.set(key, value);
}

/** For clusters without a registry, and for headers. */
export const NO_SCHEMAS: SchemaSource = {
  peek: () => NONE,
  load: () => Promise.resolve(NONE),
};

const NONE = { failure: 'This cluster has no schema registry in its settings.', absent: true } as const;
