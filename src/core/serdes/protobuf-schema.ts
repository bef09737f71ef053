import protobuf from 'protobufjs';
import type { Exact } from '../../shared/values/exact.ts';
import { Undecodable } from './byte-reader.ts';
import { BUILT_IN_PROTOS } from './protobuf-built-in.ts';
import { WELL_KNOWN } from './protobuf-known.ts';
import { parseProto, type ProtoFile } from './protobuf-parse.ts';
import { SCALARS, type Scalar } from './protobuf-wire.ts';

/** How one field is read; `slot` is its place in its message. */
export type FieldPlan = {
  readonly name: string;
  readonly slot: number;
  readonly many: 'one' | 'list' | 'map';
  readonly scalar: Scalar | null;
  readonly symbols: ReadonlyMap<number, string> | null;
  readonly message: MessagePlan | null;
  /** Of a map. */
  readonly key: Scalar | null;
  /** What the field is where the bytes do not have it; undefined: it is left out. */
  readonly zero: Exact | undefined;
};

/** How one message is read. Its fields are looked at when it is first met: schemas may have thousands. */
export class MessagePlan {
  readonly name: string;
  readonly convert: ((fields: ReadonlyMap<string, Exact>) => Exact) | null;
  private readonly type: protobuf.Type;
  private readonly plans: Map<protobuf.Type, MessagePlan>;
  private made: {
    readonly fields: ReadonlyArray<FieldPlan>;
    readonly byNumber: ReadonlyMap<number, FieldPlan>;
  } | null = null;

  constructor(type: protobuf.Type, plans: Map<protobuf.Type, MessagePlan>) {
    this.type = type;
    this.plans = plans;
    this.name = type.fullName.slice(1);
    this.convert = WELL_KNOWN.get(this.name) ?? null;
    plans.set(type, this);
  }

  layout(): { readonly fields: ReadonlyArray<FieldPlan>; readonly byNumber: ReadonlyMap<number, FieldPlan> } {
    this.made ??= this.make();
    return this.made;
  }

  private make() {
    const fields = this.type.fieldsArray.map((field, slot) => planField(field, slot, this.plans));
    const byNumber = new Map(this.type.fieldsArray.map((field, slot) => [field.id, fields[slot] as FieldPlan]));
    return { fields, byNumber };
  }
}

function planField(field: protobuf.Field, slot: number, plans: Map<protobuf.Type, MessagePlan>): FieldPlan {
  field.resolve();
  const { resolvedType } = field;
  const isEnum = resolvedType instanceof protobuf.Enum;
  const symbols = isEnum ? symbolsOf(resolvedType) : null;
  const message =
    resolvedType instanceof protobuf.Type ? (plans.get(resolvedType) ?? new MessagePlan(resolvedType, plans)) : null;
  const scalar = SCALARS.get(isEnum ? 'int32' : field.type) ?? null;
  if (scalar === null && message === null) throw new Undecodable(`The Protobuf schema has no type “${field.type}”.`);
  const many = field.map ? 'map' : field.repeated ? 'list' : 'one';
  const key = field instanceof protobuf.MapField ? (SCALARS.get(field.keyType) ?? null) : null;
  // An extension is kept under its full name.
  const name = field.name.startsWith('.') ? `[${field.name.slice(1)}]` : field.name;
  return { name, slot, many, scalar, symbols, message, key, zero: zeroOf(field, { many, scalar, symbols }) };
}

/** Fields without presence are there even where the bytes leave them out: that is how zero is written. */
function zeroOf(field: protobuf.Field, plan: Pick<FieldPlan, 'many' | 'scalar' | 'symbols'>): Exact | undefined {
  if (plan.many === 'list') return [];
  if (plan.many === 'map') return new Map();
  if (field.hasPresence || plan.scalar === null) return undefined;
  return plan.symbols === null ? plan.scalar.zero : (plan.symbols.get(0) ?? 0n);
}

/** Of numbers with several names the first one counts. */
function symbolsOf(type: protobuf.Enum): ReadonlyMap<number, string> {
  const symbols = new Map<number, string>();
  for (const [name, number] of Object.entries(type.values)) if (!symbols.has(number)) symbols.set(number, name);
  return symbols;
}

/** The messages of one .proto file and of what it imports. */
export class ProtobufSchema {
  private readonly root: protobuf.Root;
  private readonly main: string;
  private readonly plans = new Map<protobuf.Type, MessagePlan>();

  /** `files`: the first is the one that holds the message; imports are found by name, built-in ones need not be given. */
  constructor(files: ReadonlyArray<ProtoFile>) {
    this.root = new protobuf.Root();
    this.main = files[0]?.name ?? '';
    const missing = addFiles(this.root, files);
    try {
      this.root.resolveAll();
    } catch (error) {
      throw schemaFault(error, missing);
    }
  }

  /** By name, full or as it stands in its file. */
  byName(name: string): MessagePlan {
    const wanted = name.replace(/^\./, '');
    const candidates = this.typesOfMain();
    const found =
      lookup(this.root, wanted) ?? candidates.find((type) => type.fullName.slice(1) === wanted || type.name === wanted);
    if (found === undefined) throw new Undecodable(`The .proto files have no message “${name}”.`);
    return this.plan(found);
  }

  /** By Confluent's message indexes: the nth message of the file, then the nth inside it, and so on. */
  byIndexes(indexes: ReadonlyArray<number>): MessagePlan {
    let level = this.typesOfMain();
    let type: protobuf.Type | undefined;
    for (const index of indexes) {
      type = level[index];
      if (type === undefined)
        throw new Undecodable(`The schema has no message with the indexes ${indexes.join(', ')}.`);
      level = type.nestedArray.filter((nested) => nested instanceof protobuf.Type);
    }
    if (type === undefined) throw new Undecodable('The record names no message of its schema.');
    return this.plan(type);
  }

  /** By Glue's index: all messages of the file, nested ones too, ordered by full name. */
  bySortedIndex(index: number): MessagePlan {
    const all = this.typesOfMain();
    for (let at = 0; at < all.length; at += 1) {
      all.push(...(all[at] as protobuf.Type).nestedArray.filter((nested) => nested instanceof protobuf.Type));
    }
    const type = all.sort((left, right) => (left.fullName < right.fullName ? -1 : 1))[index];
    if (type === undefined) throw new Undecodable(`The schema has no message with the index ${index}.`);
    return this.plan(type);
  }

  private plan(type: protobuf.Type): MessagePlan {
    return this.plans.get(type) ?? new MessagePlan(type, this.plans);
  }

  /** Top-level messages of the main file, in its order. */
  private typesOfMain(): protobuf.Type[] {
    const found: protobuf.Type[] = [];
    const walk = (space: protobuf.NamespaceBase): void => {
      for (const nested of space.nestedArray) {
        if (nested instanceof protobuf.Type) {
          if (nested.filename === this.main) found.push(nested);
        } else if (nested instanceof protobuf.Namespace) walk(nested);
      }
    };
    walk(this.root);
    return found;
  }
}

function lookup(root: protobuf.Root, name: string): protobuf.Type | undefined {
  const found = root.lookup(name, [protobuf.Type]);
  return found instanceof protobuf.Type ? found : undefined;
}

/** Parses every file into the root, with the built-in ones they import. Gives the imports that are not at hand. */
function addFiles(root: protobuf.Root, files: ReadonlyArray<ProtoFile>): string[] {
  const given = new Set(files.map((file) => file.name));
  const builtIn = new Set<string>();
  const missing = new Set<string>();
  // Dependencies stand first or last: the root resolves names after all are in.
  for (const file of files) {
    for (const name of addFile(root, file)) if (!given.has(name)) builtIn.add(name);
  }
  for (const name of builtIn) {
    const text = BUILT_IN_PROTOS.get(name);
    const common = protobuf.common.get(name);
    if (common?.nested !== undefined) root.addJSON(common.nested);
    else if (text !== undefined) for (const next of addFile(root, { name, text })) builtIn.add(next);
    else missing.add(name);
  }
  return [...missing];
}

function addFile(root: protobuf.Root, file: ProtoFile): ReadonlyArray<string> {
  try {
    return parseProto(root, file);
  } catch (error) {
    throw schemaFault(error, []);
  }
}

function schemaFault(error: unknown, missing: ReadonlyArray<string>): Undecodable {
  const why = error instanceof Error ? error.message : String(error);
  const imports = missing.length === 0 ? '' : ` It imports ${missing.join(', ')}, which is not at hand.`;
  return new Undecodable(`The Protobuf schema cannot be read: ${why.slice(0, 300)}.${imports}`);
}
