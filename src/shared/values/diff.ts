import { alignArrays } from './align.ts';
import { canonicalDecimal } from './decimal.ts';
import { jsonText, type JsonNode } from './json.ts';

/** A step into a document. Keys may repeat, so a key comes with its place among its likes (0: the first). */
export type PathStep = { readonly key: string; readonly nth: number } | { readonly index: number };
export type DiffPath = ReadonlyArray<PathStep>;

/** `from` leads into the first document, `path` into the second. */
export type Change =
  | { readonly kind: 'added'; readonly path: DiffPath; readonly after: JsonNode }
  | { readonly kind: 'removed'; readonly from: DiffPath; readonly before: JsonNode }
  | {
      readonly kind: 'changed';
      readonly from: DiffPath;
      readonly path: DiffPath;
      readonly before: JsonNode;
      readonly after: JsonNode;
    }
  | { readonly kind: 'moved'; readonly from: DiffPath; readonly path: DiffPath; readonly value: JsonNode };

export type Diff = {
  readonly changes: ReadonlyArray<Change>;
  /** False where there were more changes than `maxChanges`. */
  readonly isWhole: boolean;
};

type Identify = (node: JsonNode) => number;
type Found = { readonly identify: Identify; readonly changes: Change[]; readonly maxChanges: number; isWhole: boolean };

/**
 * What has to be done to the first document to get the second, by meaning: the order of keys, the spelling of numbers
 * (`1.0` is `1`) and escapes do not count; numbers are compared exactly. Keys written twice stay apart.
 * Recursion is safe: the reader holds documents to 500 levels.
 */
export function diffJson(a: JsonNode, b: JsonNode, maxChanges = 5000): Diff {
  const found: Found = { identify: identifier(), changes: [], maxChanges, isWhole: true };
  compareNodes(found, a, b, { from: [], path: [] });
  return { changes: findMoves(found), isWhole: found.isWhole };
}

/** Gives equal meanings one number, so that comparing two subtrees costs nothing however large they are. */
function identifier(): Identify {
  const known = new Map<string, number>();
  const ofNode = new Map<JsonNode, number>();
  const intern = (text: string): number => {
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    return number;
  };
  function meaning(node: JsonNode): string {
    switch (node.kind) {
      case 'object': {
        const members = node.members.map(({ key, value }) => `${JSON.stringify(jsonText(key))}:${identify(value)}`);
        return `{${sortedByKey(members).join()}}`;
      }
      case 'array':
        return `[${node.items.map(identify).join()}]`;
      case 'string':
        return JSON.stringify(jsonText(node.raw));
      case 'number':
        return canonicalDecimal(node.raw);
      case 'literal':
        return node.raw;
    }
  }
  function identify(node: JsonNode): number {
    const before = ofNode.get(node);
    if (before !== undefined) return before;
    const number = intern(meaning(node));
    ofNode.set(node, number);
    return number;
  }
  return identify;
}

/** By key alone and stable: which of two values of one key comes last is part of the meaning. */
function sortedByKey(members: string[]): string[] {
  const keyed = members.map((text) => ({ text, key: text.slice(0, text.lastIndexOf(':')) }));
  return keyed.sort((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0)).map(({ text }) => text);
}

type Place = { readonly from: DiffPath; readonly path: DiffPath };

function add(found: Found, change: Change): void {
  if (found.changes.length < found.maxChanges) found.changes.push(change);
  else found.isWhole = false;
}

function compareNodes(found: Found, a: JsonNode, b: JsonNode, place: Place): void {
  if (found.identify(a) === found.identify(b)) return;
  if (a.kind === 'object' && b.kind === 'object') compareObjects(found, byKey(a), byKey(b), place);
  else if (a.kind === 'array' && b.kind === 'array') compareArrays(found, a.items, b.items, place);
  else add(found, { kind: 'changed', ...place, before: a, after: b });
}

type ByKey = ReadonlyMap<string, ReadonlyArray<JsonNode>>;

function byKey(node: Extract<JsonNode, { kind: 'object' }>): ByKey {
  const groups = new Map<string, JsonNode[]>();
  for (const { key, value } of node.members) {
    const name = jsonText(key);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value]);
    else group.push(value);
  }
  return groups;
}

function compareObjects(found: Found, a: ByKey, b: ByKey, { from, path }: Place): void {
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const left = a.get(key) ?? [];
    const right = b.get(key) ?? [];
    for (let nth = 0; nth < Math.max(left.length, right.length); nth += 1) {
      const before = left[nth];
      const after = right[nth];
      const place = { from: [...from, { key, nth }], path: [...path, { key, nth }] };
      if (before !== undefined && after !== undefined) compareNodes(found, before, after, place);
      else if (before !== undefined) add(found, { kind: 'removed', from: place.from, before });
      else if (after !== undefined) add(found, { kind: 'added', path: place.path, after });
    }
  }
}

function compareArrays(
  found: Found,
  a: ReadonlyArray<JsonNode>,
  b: ReadonlyArray<JsonNode>,
  { from, path }: Place,
): void {
  for (const step of alignArrays(a.map(found.identify), b.map(found.identify))) {
    const before = step.left === null ? undefined : a[step.left];
    const after = step.right === null ? undefined : b[step.right];
    const left = [...from, { index: step.left ?? 0 }];
    const right = [...path, { index: step.right ?? 0 }];
    if (before !== undefined && after !== undefined) {
      if (step.isMove) add(found, { kind: 'moved', from: left, path: right, value: before });
      else compareNodes(found, before, after, { from: left, path: right });
    } else if (before !== undefined) add(found, { kind: 'removed', from: left, before });
    else if (after !== undefined) add(found, { kind: 'added', path: right, after });
  }
}

/** A container that went from one place is the one that came to another. A scalar is not: every `true` is like another. */
function findMoves({ changes, identify }: Found): ReadonlyArray<Change> {
  const removed = new Map<number, Array<Extract<Change, { kind: 'removed' }>>>();
  for (const change of changes) {
    if (change.kind !== 'removed' || !isFullContainer(change.before)) continue;
    const id = identify(change.before);
    const group = removed.get(id);
    if (group === undefined) removed.set(id, [change]);
    else group.push(change);
  }
  if (removed.size === 0) return changes;
  const gone = new Set<Change>();
  const moved = changes.map((change): Change => {
    if (change.kind !== 'added') return change;
    const source = removed.get(identify(change.after))?.shift();
    if (source === undefined) return change;
    gone.add(source);
    return { kind: 'moved', from: source.from, path: change.path, value: source.before };
  });
  return moved.filter((change) => !gone.has(change));
}

function isFullContainer(node: JsonNode): boolean {
  return (node.kind === 'object' && node.members.length > 0) || (node.kind === 'array' && node.items.length > 0);
}

/** A path as people write it: `$.items[3].sku`; the second of two equal keys is `$.id#2`. */
export function pathText(path: DiffPath): string {
  return `$${path.map(stepText).join('')}`;
}

function stepText(step: PathStep): string {
  if ('index' in step) return `[${step.index}]`;
  const nth = step.nth === 0 ? '' : `#${step.nth + 1}`;
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(step.key)) return `.${step.key}${nth}`;
  return `[${JSON.stringify(step.key)}]${nth}`;
}
