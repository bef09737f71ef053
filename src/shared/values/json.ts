import { scanJson, type JsonScan } from './json-scan.ts';

/**
 * JSON without loss: numbers are text, keys may repeat, order and escapes stay as written. `JSON.parse` rounds numbers
 * above 2^53 and drops duplicate keys, so no record content goes through it.
 */
export type JsonNode =
  | { readonly kind: 'object'; readonly members: ReadonlyArray<JsonMember> }
  | { readonly kind: 'array'; readonly items: ReadonlyArray<JsonNode> }
  /** `raw` is the text as written, quotes included; `jsonText` gives its meaning. */
  | { readonly kind: 'string'; readonly raw: string }
  | { readonly kind: 'number'; readonly raw: string }
  | { readonly kind: 'literal'; readonly raw: 'true' | 'false' | 'null' };

/** A list of pairs, not an object: `__proto__` is a key like any other and duplicates stay. */
export type JsonMember = { readonly key: string; readonly value: JsonNode };

export type ParsedJson =
  { readonly ok: true; readonly node: JsonNode } | { readonly ok: false; readonly scan: JsonScan };

/** Reads a document into a tree at most `JSON_DEPTH_LIMIT` deep, so that walking it by recursion is safe. */
export function parseJson(text: string): ParsedJson {
  const root: JsonNode[] = [];
  const open: Array<{ add(node: JsonNode): void }> = [{ add: (node) => root.push(node) }];
  let key = '';
  const scan = scanJson(text, (kind, start, end) => {
    const parent = open[open.length - 1] as { add(node: JsonNode): void };
    if (kind === '{') {
      const members: JsonMember[] = [];
      parent.add({ kind: 'object', members });
      open.push({ add: (value) => members.push({ key, value }) });
    } else if (kind === '[') {
      const items: JsonNode[] = [];
      parent.add({ kind: 'array', items });
      open.push({ add: (value) => items.push(value) });
    } else if (kind === '}' || kind === ']') open.pop();
    else if (kind === 'key') key = text.slice(start, end);
    else parent.add({ kind, raw: text.slice(start, end) } as JsonNode);
  });
  const [node] = root;
  return scan.verdict === 'valid' && node !== undefined ? { ok: true, node } : { ok: false, scan };
}

/** The meaning of a string or key as written, quotes and escapes removed. */
export function jsonText(raw: string): string {
  // A single string literal has no number to round and no key to lose.
  return JSON.parse(raw) as string;
}
