import { jsonText, parseJson, type JsonMember, type JsonNode } from '../../shared/values/json.ts';
import { isKeptByJson } from './number-stats.ts';

/**
 * The document as DuckDB's JSON reader can have it without loss: numbers it would round become strings of the same
 * digits, of keys written twice the last one stays, half surrogate pairs become the replacement character. Null where
 * the text is no JSON.
 */
export function safeJson(text: string): string | null {
  const parsed = parseJson(text);
  return parsed.ok ? write(parsed.node) : null;
}

// parseJson limits the depth, so recursion is safe.
function write(node: JsonNode): string {
  switch (node.kind) {
    case 'number':
      return isKeptByJson(node.raw) ? node.raw : `"${node.raw}"`;
    case 'string':
      return writeString(node.raw);
    case 'literal':
      return node.raw;
    case 'array':
      return `[${node.items.map(write).join(',')}]`;
    case 'object':
      return `{${lastOfEach(node.members)
        .map(({ key, value }) => `${writeString(key)}:${write(value)}`)
        .join(',')}}`;
  }
}

function lastOfEach(members: ReadonlyArray<JsonMember>): JsonMember[] {
  const byKey = new Map(members.map((member) => [jsonText(member.key), member]));
  return byKey.size === members.length ? [...members] : [...byKey.values()];
}

function writeString(raw: string): string {
  if (!raw.includes('\\u')) return raw;
  return JSON.stringify(jsonText(raw).replace(LONE_SURROGATE, '\ufffd'));
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
