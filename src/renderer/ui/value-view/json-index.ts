import { jsonText, type JsonNode } from '../../../shared/values/json.ts';

/** A JSON tree as a list in reading order: folding is skipping, a line is an index. */
export type TreeNode = {
  readonly node: JsonNode;
  readonly depth: number;
  /** Index of the node that holds this one; -1 for the root. */
  readonly parent: number;
  /** First index after this node's descendants. */
  readonly end: number;
  /** Key as written (quotes included) or place in the array; null for the root. */
  readonly label: string | number | null;
};

export type TreeIndex = ReadonlyArray<TreeNode>;

/** Above this many nodes a tree opens folded below the second level. */
const OPEN_ALL_LIMIT = 1000;

/** Lists the nodes of a tree. Recursion is safe: the reader holds documents to 500 levels. */
export function indexTree(root: JsonNode): TreeIndex {
  const nodes: TreeNode[] = [];
  function visit(node: JsonNode, place: Pick<TreeNode, 'depth' | 'parent' | 'label'>): void {
    const index = nodes.length;
    nodes.push({ node, ...place, end: index + 1 });
    const children = childrenOf(node);
    for (const child of children) visit(child.node, { depth: place.depth + 1, parent: index, label: child.label });
    if (children.length > 0) nodes[index] = { node, ...place, end: nodes.length };
  }
  visit(root, { depth: 0, parent: -1, label: null });
  return nodes;
}

function childrenOf(node: JsonNode): ReadonlyArray<{ readonly node: JsonNode; readonly label: string | number }> {
  if (node.kind === 'object') return node.members.map(({ key, value }) => ({ node: value, label: key }));
  if (node.kind === 'array') return node.items.map((item, label) => ({ node: item, label }));
  return [];
}

/** Containers folded when a tree is first shown. */
export function initialFolds(nodes: TreeIndex): ReadonlySet<number> {
  if (nodes.length <= OPEN_ALL_LIMIT) return new Set();
  return new Set(foldable(nodes).filter((index) => (nodes[index]?.depth ?? 0) >= 2));
}

/** Indices of all containers that have something in them. */
export function foldable(nodes: TreeIndex): ReadonlyArray<number> {
  return nodes.flatMap((node, index) => (node.end > index + 1 ? [index] : []));
}

/** Indices of the lines to show. */
export function visibleLines(nodes: TreeIndex, folded: ReadonlySet<number>): ReadonlyArray<number> {
  const lines: number[] = [];
  for (let index = 0; index < nodes.length;) {
    lines.push(index);
    index = folded.has(index) ? (nodes[index]?.end ?? index + 1) : index + 1;
  }
  return lines;
}

/** `folded` without the containers that hide this node. */
export function reveal(nodes: TreeIndex, folded: ReadonlySet<number>, index: number): ReadonlySet<number> {
  const opened = new Set(folded);
  for (let at = nodes[index]?.parent ?? -1; at >= 0; at = nodes[at]?.parent ?? -1) opened.delete(at);
  return opened.size === folded.size ? folded : opened;
}

/** Where the node is: keys by their meaning, places in lists by number. */
export function stepsOf(nodes: TreeIndex, index: number): ReadonlyArray<string | number> {
  const steps: Array<string | number> = [];
  for (let at = index; at > 0; at = nodes[at]?.parent ?? 0) {
    const label = nodes[at]?.label ?? null;
    if (label !== null) steps.unshift(typeof label === 'string' ? jsonText(label) : label);
  }
  return steps;
}

/** Where the node is, as JSONPath: `$.items[3].sku`, `$['two words']`. */
export function pathOf(nodes: TreeIndex, index: number): string {
  const steps = stepsOf(nodes, index).map((step) => (typeof step === 'number' ? `[${step}]` : keyStep(step)));
  return `$${steps.join('')}`;
}

function keyStep(key: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return `.${key}`;
  return `['${key.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
}

/** Indices of nodes whose key or scalar contains the text, upper or lower case alike. */
export function findInTree(nodes: TreeIndex, query: string): ReadonlyArray<number> {
  const wanted = query.toLowerCase();
  if (wanted === '') return [];
  const has = (text: string): boolean => text.toLowerCase().includes(wanted);
  return nodes.flatMap(({ node, label }, index) => {
    const inLabel = typeof label === 'string' && (has(label) || (label.includes('\\') && has(jsonText(label))));
    if (inLabel || ('raw' in node && has(node.raw))) return [index];
    // A search for "é" must find what is written \u00e9.
    return node.kind === 'string' && node.raw.includes('\\') && has(jsonText(node.raw)) ? [index] : [];
  });
}

/** The node as JSON text in one line, every token as written. */
export function nodeText(node: JsonNode): string {
  if (node.kind === 'object') return `{${node.members.map(({ key, value }) => `${key}:${nodeText(value)}`).join(',')}}`;
  if (node.kind === 'array') return `[${node.items.map(nodeText).join(',')}]`;
  return node.raw;
}

/** What "copy value" puts on the clipboard: a string's meaning, everything else as written. */
export function copyText(node: JsonNode): string {
  return node.kind === 'string' ? jsonText(node.raw) : nodeText(node);
}
