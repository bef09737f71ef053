import type { DecodedValue } from '../../../shared/contract/records.ts';
import { parseJson, type JsonNode } from '../../../shared/values/json.ts';
import type { ViewMode } from './types.ts';

/** The tree of a JSON value; null where it is none, or only a part of one is here. */
export function treeOf(value: DecodedValue): JsonNode | null {
  if (value.format !== 'json' || value.raw === null || value.cut) return null;
  const parsed = parseJson(value.raw);
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
    case 'number':
    case 'uuid':
    case 'xml':
    case 'avro':
    case 'protobuf':
    case 'json-schema':
    case 'messagepack':
    case 'cbor':
    case 'kafka':
    case 'marker':
      // Decoded into text by some form; the bytes are always there.
      return ['text', 'hex'];
  }
}
