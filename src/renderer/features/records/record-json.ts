import type { DecodedValue, RecordDetail } from '../../../shared/contract/records.ts';
import { fromBase64, toBase64 } from '../../../shared/values/bytes.ts';
import { decodeUtf8 } from '../../../shared/values/utf8.ts';
import type { LoadPart } from '../../ui/value-view/index.ts';

/** A key, value or header as it goes to the clipboard. */
export type CopyForm =
  | { readonly kind: 'text'; readonly text: string }
  /** What is not text travels as base64, so that it can be made bytes again. */
  | { readonly kind: 'base64'; readonly text: string }
  | { readonly kind: 'null' };

/** The whole of a value for the clipboard, fetched where only its start is here. */
export async function copyForm(value: DecodedValue, load: LoadPart, signal: AbortSignal): Promise<CopyForm> {
  if (value.format === 'null') return { kind: 'null' };
  if (!value.cut && value.format !== 'bytes') return { kind: 'text', text: value.raw ?? value.text };
  const bytes = await loadAll(load, signal);
  const decoded = value.format === 'bytes' ? null : decodeUtf8(bytes);
  return decoded?.ok === true ? { kind: 'text', text: decoded.text } : { kind: 'base64', text: toBase64(bytes) };
}

async function loadAll(load: LoadPart, signal: AbortSignal): Promise<Uint8Array> {
  let joined = new Uint8Array();
  for (let start = 0; ;) {
    const part = await load(start, signal);
    const bytes = fromBase64(part.base64) ?? new Uint8Array();
    if (joined.length === 0) joined = new Uint8Array(part.size);
    joined.set(bytes, start);
    if (part.end >= part.size || part.end <= start) return joined;
    start = part.end;
  }
}

type Loads = { readonly key: LoadPart; readonly value: LoadPart; header(index: number): LoadPart };

/** The headers as a JSON list, in the order they have in the record. */
export async function headersJson(record: RecordDetail, loads: Loads, signal: AbortSignal): Promise<string> {
  const headers: string[] = [];
  for (const [index, { name, value }] of record.headers.entries()) {
    const text = jsonOf(value, await copyForm(value, loads.header(index), signal));
    headers.push(`  { "name": ${JSON.stringify(name)}, "value": ${text} }`);
  }
  return headers.length === 0 ? '[]' : `[\n${headers.join(',\n')}\n]`;
}

/** The record as one JSON document. A JSON value is in it as written: no number is rounded, no duplicate key lost. */
export async function recordJson(record: RecordDetail, loads: Loads, signal: AbortSignal): Promise<string> {
  const part = async (value: DecodedValue, load: LoadPart): Promise<string> =>
    jsonOf(value, await copyForm(value, load, signal));
  const headers: string[] = [];
  for (const [index, header] of record.headers.entries()) {
    const value = await part(header.value, loads.header(index));
    headers.push(`    { "name": ${JSON.stringify(header.name)}, "value": ${value} }`);
  }
  return [
    '{',
    `  "topic": ${JSON.stringify(record.topic)},`,
    `  "partition": ${record.partition},`,
    `  "offset": ${record.offset},`,
    `  "timestamp": ${record.timestamp},`,
    `  "timestampType": ${JSON.stringify(record.timestampType)},`,
    `  "headers": ${headers.length === 0 ? '[]' : `[\n${headers.join(',\n')}\n  ]`},`,
    `  "key": ${await part(record.key, loads.key)},`,
    `  "value": ${await part(record.value, loads.value)}`,
    '}',
  ].join('\n');
}

function jsonOf(value: DecodedValue, form: CopyForm): string {
  if (form.kind === 'null') return 'null';
  if (form.kind === 'base64') return `{ "base64": ${JSON.stringify(form.text)} }`;
  return value.format === 'json' ? form.text : JSON.stringify(form.text);
}
