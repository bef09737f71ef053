import { Decimal, type Exact } from '../../../shared/values/exact.ts';
import { jsonText, parseJson, type JsonNode } from '../../../shared/values/json.ts';
import { decodeUtf8 } from '../../../shared/values/utf8.ts';
import type { DecodedRecord, Part } from '../../serdes/decoded.ts';

/** For tests: a key, value or header as serdes recognises plain text and JSON, and bytes as hexadecimal. */
export function plainPart(content: string | Buffer | null): Part {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  let text: string | undefined;
  return {
    bytes,
    isPlainText: bytes !== null,
    value: () => valueOf(bytes),
    text: () => (text ??= textOf(bytes)),
    failure: () => null,
    preview: () => ({ format: 'text', text: textOf(bytes).slice(0, 1024), cut: false }),
    detail: () => {
      throw new Error('no test asks for it');
    },
  };
}

// eslint-disable-next-line no-control-regex -- what serdes takes for bytes
const BINARY = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/;

function decoded(bytes: Buffer): string | null {
  const text = decodeUtf8(bytes);
  return text.ok && !BINARY.test(text.text) ? text.text : null;
}

function textOf(bytes: Buffer | null): string {
  if (bytes === null) return '';
  return decoded(bytes) ?? bytes.toString('hex');
}

function valueOf(bytes: Buffer | null): Exact {
  if (bytes === null) return null;
  const text = decoded(bytes);
  if (text === null) return bytes;
  if (!/^[ \t\r\n]*[{[]/.test(text)) return text;
  const parsed = parseJson(text);
  return parsed.ok ? exactOf(parsed.node) : text;
}

function exactOf(node: JsonNode): Exact {
  switch (node.kind) {
    case 'object':
      return new Map(node.members.map(({ key, value }) => [jsonText(key), exactOf(value)]));
    case 'array':
      return node.items.map(exactOf);
    case 'string':
      return jsonText(node.raw);
    case 'number':
      return /^-?\d+$/.test(node.raw) ? BigInt(node.raw) : new Decimal(node.raw);
    case 'literal':
      return node.raw === 'null' ? null : node.raw === 'true';
  }
}

export type RecordContent = {
  readonly key?: string | Buffer | null;
  readonly value?: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer | null>>;
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: bigint;
  readonly timestamp?: bigint;
};

export function plainRecord(content: RecordContent): DecodedRecord {
  return {
    topic: content.topic ?? 'orders',
    partition: content.partition ?? 0,
    offset: content.offset ?? 0n,
    timestamp: content.timestamp ?? 0n,
    key: plainPart(content.key ?? null),
    value: plainPart(content.value ?? null),
    headers: Object.entries(content.headers ?? {}).map(([name, value]) => ({ name, value: plainPart(value) })),
  };
}

/** Numbers from a seed: the same seed gives the same run. */
export function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
