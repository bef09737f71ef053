import type { PathStep } from './ast.ts';

/** Paths put together by their common beginnings. */
export type TrieNode = {
  /** Where the value that stands here is put; -1: nowhere. */
  slot: number;
  readonly names: Array<{
    readonly name: string;
    /** UTF-8; null where the name has a lone surrogate, which only an escape can write. */
    readonly bytes: Buffer | null;
    /** Of `bytes`; -1 where there are none. */
    readonly length: number;
    readonly node: TrieNode;
  }>;
  readonly elements: Map<number, TrieNode>;
  /** Slots of this node and all below: emptied where a key is written twice. */
  readonly slots: number[];
};

function emptyNode(): TrieNode {
  return { slot: -1, names: [], elements: new Map(), slots: [] };
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Slot n is where path n leads. */
export function buildTrie(paths: ReadonlyArray<ReadonlyArray<PathStep>>): TrieNode {
  const root = emptyNode();
  paths.forEach((path, slot) => {
    let node = root;
    node.slots.push(slot);
    for (const step of path) {
      node = child(node, step);
      node.slots.push(slot);
    }
    node.slot = slot;
  });
  return root;
}

function child(node: TrieNode, step: PathStep): TrieNode {
  if (step.kind === 'field') {
    const known = node.names.find(({ name }) => name === step.name);
    if (known !== undefined) return known.node;
    const bytes = LONE_SURROGATE.test(step.name) ? null : Buffer.from(step.name);
    const made = { name: step.name, bytes, length: bytes?.length ?? -1, node: emptyNode() };
    node.names.push(made);
    return made.node;
  }
  if (step.kind === 'every') throw new Error('A path is projected up to its first [*] only.');
  const known = node.elements.get(step.index);
  if (known !== undefined) return known;
  const made = emptyNode();
  node.elements.set(step.index, made);
  return made;
}
