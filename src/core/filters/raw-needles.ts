import type { RecordFilter } from '../../shared/contract/filters.ts';
import type { Node } from './ast.ts';
import { needleOf, type Needle } from './needle.ts';
import { parseChecked } from './check-expression.ts';
import { compilePattern } from './patterns.ts';
import type { RawParts } from './raw-test.ts';
import { requiredTexts } from './regex-literal.ts';

/** A matching record has one of these in one of these parts. */
export type Required = { readonly needles: ReadonlyArray<Needle>; readonly parts: RawParts };

/** More needles than this cost more to search than decoding saves. */
const MAX_NEEDLES = 16;

/** What must be in the bytes of every plain-text record that matches; null where nothing is known. */
export function requiredOf(filter: RecordFilter): Required | null {
  switch (filter.kind) {
    case 'words': {
      const texts = filter.regex ? requiredTexts(filter.text) : [filter.text];
      const needles = texts?.map((text) => needleOf(text, filter.matchCase ? 'exact' : 'folded', true)) ?? null;
      return required(needles, partsOf(filter.in));
    }
    case 'expression':
      return requiredByNode(parseChecked(filter.text, 'filter'), null);
    case 'all':
      return strongest(filter.filters.map(requiredOf));
    case 'any':
      return union(filter.filters.map(requiredOf));
    case 'javascript':
    case 'is':
    case 'not':
      return null;
  }
}

const NO_PARTS: RawParts = { key: false, value: false, headers: false };

function partsOf(place: 'key' | 'value' | 'headers' | 'any'): RawParts {
  return place === 'any' ? { key: true, value: true, headers: true } : { ...NO_PARTS, [place]: true };
}

function required(needles: ReadonlyArray<Needle | null> | null, parts: RawParts): Required | null {
  if (needles === null || needles.length === 0 || needles.length > MAX_NEEDLES) return null;
  const sure = needles.filter((needle) => needle !== null);
  return sure.length === needles.length ? { needles: sure, parts } : null;
}

/** Of several conditions that all must hold one is enough: the one whose shortest needle is longest says most. */
function strongest(candidates: ReadonlyArray<Required | null>): Required | null {
  let best: Required | null = null;
  for (const candidate of candidates) if (weight(candidate) > weight(best)) best = candidate;
  return best;
}

function weight(candidate: Required | null): number {
  return candidate === null ? 0 : Math.min(...candidate.needles.map(({ places }) => places.length));
}

function union(candidates: ReadonlyArray<Required | null>): Required | null {
  const sure = candidates.filter((candidate) => candidate !== null);
  if (sure.length < candidates.length || sure.length === 0) return null;
  const parts = {
    key: sure.some((candidate) => candidate.parts.key),
    value: sure.some((candidate) => candidate.parts.value),
    headers: sure.some((candidate) => candidate.parts.headers),
  };
  return required(
    sure.flatMap(({ needles }) => needles),
    parts,
  );
}

/** `it`: the parts that the elements of the list around come from. */
function requiredByNode(node: Node, it: RawParts | null): Required | null {
  if (node.kind === 'call') return requiredByCall(node, it);
  if (node.kind !== 'binary') return null;
  const { operator, left, right } = node;
  if (operator === '&&') return strongest([requiredByNode(left, it), requiredByNode(right, it)]);
  if (operator === '||') return union([requiredByNode(left, it), requiredByNode(right, it)]);
  if (operator === '==') return requiredByText(left, right, it) ?? requiredByText(right, left, it);
  if (operator !== 'in') return null;
  if (right.kind === 'list') return union(right.items.map((item) => requiredByText(left, item, it)));
  // "a" in value.tags
  return requiredByText(right, left, it);
}

function requiredByCall({ name, args }: Node & { kind: 'call' }, it: RawParts | null): Required | null {
  const [first, second] = args;
  if (first === undefined) return null;
  if (name === 'has' || name === 'exists') return requiredByName(first, it);
  if (second === undefined) return null;
  if (name === 'any') {
    const elements = subject(first, it);
    return elements === null || elements.isLowered ? null : requiredByNode(second, elements.parts);
  }
  if (name === 'contains' || name === 'startsWith' || name === 'endsWith') return requiredByText(first, second, it);
  return name === 'matches' ? requiredByPattern(first, second, it) : null;
}

function requiredByText(place: Node, text: Node, it: RawParts | null): Required | null {
  const where = subject(place, it);
  if (where === null || text.kind !== 'literal' || typeof text.value !== 'string') return null;
  return required([needleOf(text.value, where.isLowered ? 'lowered' : 'exact')], where.parts);
}

function requiredByPattern(place: Node, text: Node, it: RawParts | null): Required | null {
  const where = subject(place, it);
  if (where === null || where.isLowered || text.kind !== 'literal') return null;
  const pattern = compilePattern(String(text.value));
  const texts = pattern.ok ? requiredTexts(pattern.source) : null;
  if (texts === null || !pattern.ok) return null;
  return required(
    texts.map((literal) => needleOf(literal, pattern.ignoreCase ? 'folded' : 'exact')),
    where.parts,
  );
}

/** A field that is there has its name there; the last of the path, as it is likely the rarest. */
function requiredByName(place: Node, it: RawParts | null): Required | null {
  const where = subject(place, it);
  if (where === null || where.isLowered || place.kind !== 'path') return null;
  const last = place.steps.at(-1);
  return last?.kind === 'field' ? required([needleOf(last.name, 'exact')], where.parts) : null;
}

/** Where a text comes from, if it stands in the bytes as it is: a path, or a path in lower case. */
function subject(node: Node, it: RawParts | null): { readonly parts: RawParts; readonly isLowered: boolean } | null {
  if (node.kind === 'call' && node.name === 'lower') {
    const inner = node.args[0] === undefined ? null : subject(node.args[0], it);
    return inner === null || inner.isLowered ? null : { parts: inner.parts, isLowered: true };
  }
  if (node.kind !== 'path') return null;
  if (node.root === 'it') return it === null ? null : { parts: it, isLowered: false };
  if (node.root !== 'key' && node.root !== 'value' && node.root !== 'headers') return null;
  return { parts: partsOf(node.root), isLowered: false };
}
