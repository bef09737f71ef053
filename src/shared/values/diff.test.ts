import { describe, expect, it } from 'vitest';
import { diffJson, pathText, type Change, type DiffPath, type PathStep } from './diff.ts';
import { jsonText, parseJson, type JsonNode } from './json.ts';
import { diffLines } from './line-diff.ts';

const SEED = Number(process.env['TEST_SEED'] ?? 4_711);

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
function pick<T>(random: () => number, from: ReadonlyArray<T>): T {
  return from[Math.floor(random() * from.length)] as T;
}
function nodeOf(text: string): JsonNode {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Error(`Not JSON: ${text}`);
  return parsed.node;
}
function diff(a: string, b: string): string[] {
  return diffJson(nodeOf(a), nodeOf(b)).changes.map((change) => {
    if (change.kind === 'added') return `added ${pathText(change.path)}`;
    if (change.kind === 'removed') return `removed ${pathText(change.from)}`;
    return `${change.kind} ${pathText(change.from)} ${pathText(change.path)}`;
  });
}

const SCALARS = ['0', '1', '1.0', '9007199254740993', '9007199254740992', '1e400', '"a"', '"b"', 'true', 'null', '""'];
const KEYS = ['"a"', '"b"', '"\\u0061"', '"__proto__"', '"two words"', '"id"'];

function randomJson(random: () => number, depth: number): string {
  const kind = random();
  const many = Math.floor(random() * 5);
  if (depth > 0 && kind < 0.4) return `[${Array.from({ length: many }, () => randomJson(random, depth - 1)).join()}]`;
  if (depth > 0 && kind < 0.8) {
    return `{${Array.from({ length: many }, () => `${pick(random, KEYS)}:${randomJson(random, depth - 1)}`).join()}}`;
  }
  return pick(random, SCALARS);
}

/** A document that can be changed: objects as lists of values by key. */
type Mutable = { kind: 'object'; keys: Map<string, Mutable[]> } | { kind: 'array'; items: Mutable[] } | JsonNode;

function thaw(node: JsonNode): Mutable {
  if (node.kind === 'array') return { kind: 'array', items: node.items.map(thaw) };
  if (node.kind !== 'object') return node;
  const keys = new Map<string, Mutable[]>();
  for (const { key, value } of node.members) {
    const name = jsonText(key);
    keys.set(name, [...(keys.get(name) ?? []), thaw(value)]);
  }
  return { kind: 'object', keys };
}
function freeze(node: Mutable): JsonNode {
  if (node.kind === 'array') return { kind: 'array', items: (node.items as Mutable[]).map(freeze) };
  if (node.kind !== 'object') return node;
  if (!('keys' in node)) return node;
  return {
    kind: 'object',
    members: [...node.keys].flatMap(([key, values]) =>
      values.map((value) => ({ key: JSON.stringify(key), value: freeze(value) })),
    ),
  };
}
function listAt(node: Mutable, step: PathStep): [Mutable[], number] {
  if ('index' in step) return [(node as { items: Mutable[] }).items, step.index];
  const { keys } = node as { keys: Map<string, Mutable[]> };
  const list = keys.get(step.key) ?? [];
  keys.set(step.key, list);
  return [list, step.nth];
}
function placeOf(root: Mutable[], path: DiffPath): [Mutable[], number] {
  let place: [Mutable[], number] = [root, 0];
  for (const step of path) place = listAt(place[0][place[1]] as Mutable, step);
  return place;
}
function comparePaths(a: DiffPath, b: DiffPath): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const [x, y] = [a[index] as PathStep, b[index] as PathStep];
    const [p, q] = ['index' in x ? x.index : x.nth, 'index' in y ? y.index : y.nth];
    const [k, l] = ['key' in x ? x.key : '', 'key' in y ? y.key : ''];
    if (k !== l) return k < l ? -1 : 1;
    if (p !== q) return p - q;
  }
  return a.length - b.length;
}
/** Change what stays, take out from the end, put in from the front. */
function apply(a: JsonNode, changes: ReadonlyArray<Change>): JsonNode {
  const root = [thaw(a)];
  for (const change of changes) {
    if (change.kind !== 'changed') continue;
    const [list, at] = placeOf(root, change.from);
    list[at] = thaw(change.after);
  }
  const out = changes.flatMap((change) => (change.kind === 'removed' || change.kind === 'moved' ? [change.from] : []));
  for (const path of out.sort(comparePaths).reverse()) {
    const [list, at] = placeOf(root, path);
    list.splice(at, 1);
  }
  const inn = changes.flatMap((change) => {
    if (change.kind === 'added') return [{ path: change.path, node: change.after }];
    return change.kind === 'moved' ? [{ path: change.path, node: change.value }] : [];
  });
  for (const { path, node } of inn.sort((x, y) => comparePaths(x.path, y.path))) {
    const [list, at] = placeOf(root, path);
    list.splice(at, 0, thaw(node));
  }
  return freeze(root[0] as Mutable);
}

describe('the difference of two documents', () => {
  it('is nothing for 1,000 random documents and themselves, and turns one into the other', () => {
    const random = seeded(SEED);
    for (let round = 0; round < 1000; round += 1) {
      const [a, b] = [randomJson(random, 4), randomJson(random, 4)];
      const where = `TEST_SEED=${SEED}, round ${round}: ${a} → ${b}`;
      expect(diff(a, a), where).toEqual([]);
      const { changes, isWhole } = diffJson(nodeOf(a), nodeOf(b));
      expect(isWhole, where).toBe(true);
      expect(diffJson(apply(nodeOf(a), changes), nodeOf(b)).changes, where).toEqual([]);
    }
  });
  it('turns one into the other where a few things were changed', () => {
    const random = seeded(SEED + 1);
    for (let round = 0; round < 700; round += 1) {
      const parts = Array.from({ length: 8 }, () => randomJson(random, 2));
      const a = `{"list":[${parts.join()}],"id":${round}}`;
      const shuffled = parts.filter(() => random() < 0.8).sort(() => random() - 0.5);
      const b = `{"id":${round}.0,"list":[${[...shuffled, randomJson(random, 2)].join()}]}`;
      const { changes } = diffJson(nodeOf(a), nodeOf(b));
      const where = `TEST_SEED=${SEED}, round ${round}: ${a} → ${b}`;
      expect(diffJson(apply(nodeOf(a), changes), nodeOf(b)).changes, where).toEqual([]);
    }
  });
  it('minds neither the order of keys nor the spelling of numbers and escapes', () => {
    expect(diff('{"a":1,"b":"\\u00e9"}', '{"b":"é","a":1.0}')).toEqual([]);
  });
  it('sees the last digit of a big number', () => {
    expect(diff('{"id":9007199254740993}', '{"id":9007199254740992}')).toEqual(['changed $.id $.id']);
  });
  it('tells what was added, removed, changed and moved', () => {
    expect(diff('{"a":1,"b":[1,2,3],"c":{"x":[1]}}', '{"a":2,"b":[3,1,2],"d":{"x":[1]}}')).toEqual([
      'changed $.a $.a',
      'moved $.b[2] $.b[0]',
      'moved $.c $.d',
    ]);
  });
  it('keeps keys written twice apart', () => {
    expect(diff('{"id":1,"id":2}', '{"id":2,"id":1}')).toEqual(['changed $.id $.id', 'changed $.id#2 $.id#2']);
  });
  it('pairs what changed inside an element with the element', () => {
    expect(diff('[{"id":1,"n":1},{"id":2,"n":2}]', '[{"id":1,"n":1},{"id":2,"n":9}]')).toEqual([
      'changed $[1].n $[1].n',
    ]);
  });
  it('stops counting where told, and says so', () => {
    const many = (start: number): string => `[${Array.from({ length: 50 }, (_, index) => start + index).join()}]`;
    const { changes, isWhole } = diffJson(nodeOf(many(0)), nodeOf(many(1000)), 10);
    expect([changes.length, isWhole]).toEqual([10, false]);
  });
  it('takes long lists in short time', () => {
    const list = (step: number): string => `[${Array.from({ length: 100_000 }, (_, index) => index * step).join()}]`;
    const [left, right] = [nodeOf(list(1)), nodeOf(list(2))];
    const before = process.cpuUsage();
    expect(diffJson(left, right).isWhole).toBe(false);
    const { user, system } = process.cpuUsage(before);
    // Of the processor, so that a busy machine fails nothing.
    expect((user + system) / 1000).toBeLessThan(4_000);
  });
});

describe('two texts side by side', () => {
  it('gives back both texts, whatever they are', () => {
    const random = seeded(SEED + 2);
    for (let round = 0; round < 1000; round += 1) {
      const text = (): string =>
        Array.from({ length: Math.floor(random() * 12) }, () => pick(random, 'abcde'.split(''))).join('\n');
      const [a, b] = [text(), text()];
      const { lines } = diffLines(a, b);
      const side = (which: 'left' | 'right'): string => lines.flatMap((line) => line[which] ?? []).join('\n');
      expect([side('left'), side('right')], `TEST_SEED=${SEED}, round ${round}`).toEqual([a, b]);
    }
  });
  it('says of each line what became of it', () => {
    expect(diffLines('a\nb\nc', 'a\nx\nc\nd').lines.map((line) => line.kind)).toEqual([
      'same',
      'changed',
      'same',
      'right',
    ]);
  });
});
