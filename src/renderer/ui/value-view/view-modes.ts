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
  const { format } = value;
  if (format === 'null' || format === 'empty') return [];
  if (format === 'bytes') return ['hex'];
  // As written only where that is kept; the bytes are always there.
  return [
    ...(tree === null ? [] : (['tree'] as const)),
    'text',
    ...(format === 'json' ? (['raw'] as const) : []),
    'hex',
  ];
}
