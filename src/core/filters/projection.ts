import type { Exact } from '../../shared/values/exact.ts';
import type { DecodedRecord } from '../serdes/index.ts';
import type { PathStep } from './ast.ts';
import { exactNumber, readValidJson } from './exact-json.ts';
import { parseNumber, type Num } from './numbers.ts';
import { buildTrie } from './path-trie.ts';
import { Projector, TAG } from './projector.ts';
import { walk, type Value } from './values.ts';

/** Serdes makes no tree of larger documents: they are texts. */
const MAX_PROJECTED = 8 * 1024 * 1024;

/** The values at some paths of one key or value after the other; each is read once, when the first path is asked for. */
export class Projection {
  readonly projector: Projector;
  readonly #paths: ReadonlyArray<ReadonlyArray<PathStep>>;
  readonly #values: Value[];
  readonly #name: 'key' | 'value';
  #record: DecodedRecord | null = null;
  #ready = false;
  bytes: Buffer = Buffer.alloc(0);

  constructor(name: 'key' | 'value', paths: ReadonlyArray<ReadonlyArray<PathStep>>) {
    this.#name = name;
    this.#paths = paths;
    this.projector = new Projector(buildTrie(paths), paths.length);
    this.#values = paths.map(() => undefined);
  }

  /** The part itself is asked for when the first path is: making one costs something, too. */
  begin(record: DecodedRecord): void {
    this.#record = record;
    this.#ready = false;
  }

  /** What kind of thing stands there, as TAG says. */
  tag(slot: number): number {
    if (!this.#ready) this.#read();
    return this.projector.tags[slot] as number;
  }

  #read(): void {
    const record = this.#record as DecodedRecord;
    this.#ready = true;
    const place = this.#scanInPlace(record);
    if (place === 'scanned') return;
    const part = record[this.#name];
    const { bytes } = part;
    if (place === 'unknown' && bytes !== null && part.isPlainText && part.textOnly !== true) {
      this.bytes = bytes;
      if (bytes.length <= MAX_PROJECTED && this.projector.scan(bytes)) return;
    }
    const whole = part.value();
    const { tags } = this.projector;
    for (let slot = 0; slot < tags.length; slot += 1) {
      const value = walk(whole, this.#paths[slot] as ReadonlyArray<PathStep>);
      this.#values[slot] = value;
      tags[slot] = tagOf(value);
    }
  }

  #scanInPlace({ places }: DecodedRecord): 'scanned' | 'refused' | 'unknown' {
    if (places === undefined) return 'unknown';
    const start = places.jsonStart(this.#name);
    if (start < 0) return 'unknown';
    const end = places.jsonEnd(this.#name);
    this.bytes = places.body;
    return end - start <= MAX_PROJECTED && this.projector.scan(places.body, start, end) ? 'scanned' : 'refused';
  }

  /** The value, exactly as decoding the whole part would give it. */
  exact(slot: number): Value {
    const tag = this.tag(slot);
    if (tag === TAG.number || tag === TAG.longNumber) return exactNumber(this.text(slot));
    return this.#other(tag, slot);
  }

  /** The same, but numbers come in the form that is quickest to compute with; they are worth the same. */
  quick(slot: number): Value {
    const tag = this.tag(slot);
    if (tag === TAG.number) return this.projector.numbers[slot] as number;
    return tag === TAG.longNumber ? parseNumber(this.text(slot)) : this.#other(tag, slot);
  }

  #other(tag: number, slot: number): Value {
    switch (tag) {
      case TAG.missing:
        return undefined;
      case TAG.null:
        return null;
      case TAG.true:
      case TAG.false:
        return tag === TAG.true;
      case TAG.string:
        return this.text(slot);
      case TAG.escapedString:
        return JSON.parse(this.text(slot)) as string;
      case TAG.container:
        return readValidJson(this.text(slot)) as Exact;
      default:
        return this.#values[slot];
    }
  }

  /** The bytes of a leaf as text. */
  text(slot: number): string {
    return this.bytes.toString('utf8', this.projector.starts[slot] as number, this.projector.ends[slot] as number);
  }

  longNumber(slot: number): Num {
    return parseNumber(this.text(slot));
  }
}

function tagOf(value: Value): number {
  if (value === undefined) return TAG.missing;
  if (value === null) return TAG.null;
  return value === true ? TAG.true : value === false ? TAG.false : TAG.value;
}
