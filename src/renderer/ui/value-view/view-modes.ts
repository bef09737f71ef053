import type { DecodedValue } from '../../../shared/contract/records.ts';
import { parseJson, type JsonNode } from '../../../shared/values/json.ts';
import type { ViewMode } from './types.ts';

/** Forms that are shown as JSON. */
const STRUCTURED: ReadonlySet<DecodedValue['format']> = new Set([
  'json',
  'avro',
  'protobuf',
  'json-schema',
  'messagepack',
  'cbor',
  'kafka',
]);

/** The tree of a structured value; null where it is none, or only a part of one is here. */
export function treeOf(value: DecodedValue): JsonNode | null {
  if (!STRUCTURED.has(value.format) || value.cut || value.failure !== null) return null;
  const parsed = parseJson(value.raw ?? value.text);
  return parsed.ok ? parsed.node : null;
}

/** Ways to look at a value, the best one first. */
export function modesOf(value: DecodedValue, tree: JsonNode | null): ReadonlyArray<ViewMode> {
  switch (value.format) {
    case 'json':
      return tree === null ? ['text', 'raw', 'hex'] : ['tree', 'text', 'raw', 'hex'];
    case 'text':
      return ['text', 'hex'];
    case 'bytes':
      return ['hex'];
    case 'empty':
    case 'null':
      return [];
    default:
      // Decoded into text by some form; the bytes are always there.
      return tree === null ? ['text', 'hex'] : ['tree', 'text', 'hex'];
  }
}
