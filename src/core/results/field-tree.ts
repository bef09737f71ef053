import { jsonText } from '../../shared/values/json.ts';
import { scanJson } from '../../shared/values/json-scan.ts';
import { NumberStats, isKeptByJson } from './number-stats.ts';

/** Objects are followed this deep; what is deeper is JSON in a column. */
const DEPTH = 8;
/** Keys that are data (a map by customer id) must not fill the memory with fields. */
const MAX_NODES = 4000;

class FieldNode {
  readonly key: string;
  readonly depth: number;
  /** By the key's meaning, in the order they were first seen. */
  readonly children = new Map<string, FieldNode>();
  /** The same by the key as written, quotes and escapes included: found without unescaping. */
  readonly byRaw = new Map<string, FieldNode>();
  readonly numbers = new NumberStats();
  /** Records that have a value here that is not null. */
  count = 0;
  numberCount = 0;
  strings = 0;
  booleans = 0;
  objects = 0;
  arrays = 0;
  /** The object it was last seen in: twice in one object is a duplicate key. */
  seenIn = 0;

  constructor(key: string, depth: number) {
    this.key = key;
    this.depth = depth;
  }
}

export type Field = {
  /** Keys from the root. */
  readonly path: ReadonlyArray<string>;
  /** DuckDB's type that holds every value read so far exactly. */
  readonly type: string;
  /** The same for a Parquet file. */
  readonly fileType: string;
  /** Records with a value that is not null. */
  readonly count: number;
};

/** `plain`: DuckDB may read the text as it is. `rewrite`: it would lose digits or refuse it. `not-json`: it is none. */
export type JsonVerdict = 'plain' | 'rewrite' | 'not-json';

/** The fields of JSON values with the types of what was read: grows record by record, and only ever widens. */
export class FieldTree {
  readonly #root = new FieldNode('', 0);
  #nodes = 0;
  #objects = 0;
  #dropped = false;

  /** There were more fields than are kept. */
  get isCut(): boolean {
    return this.#dropped;
  }

  /** Takes note of one value. A text that turns out to be no JSON leaves its traces in no count. */
  add(text: string): JsonVerdict {
    const seen: Array<() => void> = [];
    let isKept = true;
    let isUnique = true;
    /** The node of each open object, null where it is not followed (arrays, depth). */
    const open: Array<{ node: FieldNode | null; serial: number }> = [];
    let target: FieldNode | null = this.#root;
    const { verdict } = scanJson(text, (kind, start, end) => {
      if (kind === 'key') {
        const parent = open[open.length - 1] as { node: FieldNode | null; serial: number };
        target = parent.node === null ? null : this.#child(parent.node, text.slice(start, end));
        if (target === null) return;
        if (target.seenIn === parent.serial) isUnique = false;
        target.seenIn = parent.serial;
        return;
      }
      if (kind === '}' || kind === ']') {
        open.pop();
        return;
      }
      // Items of an array have no field of their own.
      const node = open.length > 0 && open[open.length - 1]?.node === null ? null : target;
      if (kind === '{') {
        if (node !== null) seen.push(() => (node.objects += 1));
        this.#objects += 1;
        open.push({ node: node !== null && node.depth < DEPTH ? node : null, serial: this.#objects });
      } else if (kind === '[') {
        if (node !== null) seen.push(() => (node.arrays += 1));
        open.push({ node: null, serial: 0 });
      } else if (kind === 'number') {
        const raw = text.slice(start, end);
        isKept &&= isKeptByJson(raw);
        if (node !== null) seen.push(() => addNumber(node, raw));
      } else if (node !== null && kind === 'string') seen.push(() => (node.strings += 1));
      else if (node !== null && text[start] !== 'n') seen.push(() => (node.booleans += 1));
    });
    if (verdict !== 'valid') return 'not-json';
    for (const note of seen) note();
    return isKept && isUnique && !SURROGATE_ESCAPE.test(text) ? 'plain' : 'rewrite';
  }

  /** In the order they were first seen, at most `limit`. */
  fields(limit: number): { fields: Field[]; isCut: boolean } {
    const fields: Field[] = [];
    const visit = (node: FieldNode, path: ReadonlyArray<string>): void => {
      const type = path.length === 0 ? null : typeOf(node);
      const count = node.numberCount + node.strings + node.booleans + node.objects + node.arrays;
      if (type !== null)
        fields.push({ path, type, fileType: type === 'HUGEINT' ? node.numbers.fileType : type, count });
      for (const child of node.children.values()) visit(child, [...path, child.key]);
    };
    visit(this.#root, []);
    return { fields: fields.slice(0, limit), isCut: this.#dropped || fields.length > limit };
  }

  #child(parent: FieldNode, raw: string): FieldNode | null {
    const known = parent.byRaw.get(raw);
    if (known !== undefined) return known;
    if (this.#nodes >= MAX_NODES) {
      this.#dropped = true;
      return null;
    }
    this.#nodes += 1;
    const key = jsonText(raw);
    const node = parent.children.get(key) ?? new FieldNode(key, parent.depth + 1);
    parent.children.set(key, node);
    parent.byRaw.set(raw, node);
    return node;
  }
}

const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

function addNumber(node: FieldNode, raw: string): void {
  node.numberCount += 1;
  node.numbers.add(raw);
}

/** Null for what is only ever an object (its members are the columns) or null. */
function typeOf(node: FieldNode): string | null {
  const { numberCount, strings, booleans, objects, arrays } = node;
  const scalars = numberCount + strings + booleans;
  if (arrays > 0 || (objects > 0 && (scalars > 0 || node.depth >= DEPTH))) return 'JSON';
  if (objects > 0) return null;
  if (scalars === 0) return node.children.size > 0 ? null : 'VARCHAR';
  if (numberCount === scalars) return node.numbers.type;
  return booleans === scalars ? 'BOOLEAN' : 'VARCHAR';
}
