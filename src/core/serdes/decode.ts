import type { DecodedValue } from '../../shared/contract/records.ts';
import { HEX_DUMP_LINE, hexDump } from '../../shared/values/bytes.ts';
import { cutText, prettyJson } from '../../shared/values/json-pretty.ts';
import { decodeUtf8, trimCutCharacter } from '../../shared/values/utf8.ts';
import { firstBinaryCharacter } from './control.ts';

/** Characters shown of one value: with its raw text still one message of about 1 MB. What is beyond it is reached as bytes. */
export const VALUE_TEXT_LIMIT = 256 * 1024;
/** Bytes judged of one value: beyond this the verdict is about the beginning only, and says so. */
export const JUDGED_BYTES = 8 * 1024 * 1024;

/** A key, value or header in full, up to `limit` characters, with the reason for the form it is shown in. */
export function decode(bytes: Uint8Array | null, limit = VALUE_TEXT_LIMIT): DecodedValue {
  if (bytes === null) return plain('null', 'No value: null.', 0);
  if (bytes.length === 0) return plain('empty', 'Zero bytes: an empty value, which is not the same as null.', 0);
  const partial = bytes.length > JUDGED_BYTES;
  const head = partial ? trimCutCharacter(bytes.subarray(0, JUDGED_BYTES)) : bytes;
  const decoded = decodeUtf8(head);
  if (!decoded.ok) return asBytes(bytes, limit, `Not valid UTF-8 at byte ${decoded.at}.`);
  const control = firstBinaryCharacter(decoded.text);
  if (control >= 0) {
    const code = decoded.text.charCodeAt(control).toString(16).toUpperCase().padStart(4, '0');
    return asBytes(
      bytes,
      limit,
      `Has the control character U+${code} at character ${control}, which text does not have.`,
    );
  }
  return asText(decoded.text, { size: bytes.length, partial, limit });
}

function plain(format: 'null' | 'empty', reason: string, size: number): DecodedValue {
  return { format, text: '', raw: null, cut: false, size, reason, failure: null, schema: null };
}

/** What is known of the bytes a text came from; `partial`: it is only their beginning. */
type Origin = { readonly size: number; readonly partial: boolean; readonly limit: number };

function asText(text: string, origin: Origin): DecodedValue {
  const { size, partial, limit } = origin;
  const judged = partial ? ' Only the first 8 MiB were looked at.' : '';
  if (!/^[ \t\r\n]*[{[]/.test(text)) {
    return textValue(text, origin, `Valid UTF-8, not a JSON object or array.${judged}`);
  }
  const pretty = prettyJson(text, limit);
  const { verdict, reason, at } = pretty.scan;
  if (verdict === 'too-deep') return textValue(text, origin, `JSON ${reason}: shown as text.`);
  if (verdict === 'valid' || (partial && verdict === 'incomplete')) {
    return {
      format: 'json',
      text: pretty.text,
      raw: cutText(text, limit),
      cut: partial || pretty.cut || text.length > limit,
      size,
      reason: `Valid JSON, numbers and duplicate keys as written.${judged}`,
      failure: null,
      schema: null,
    };
  }
  return textValue(text, origin, `Begins like JSON, but ${reason} (character ${at}): shown as text.${judged}`);
}

function textValue(text: string, { size, partial, limit }: Origin, reason: string): DecodedValue {
  const cut = partial || text.length > limit;
  return { format: 'text', text: cutText(text, limit), raw: null, cut, size, reason, failure: null, schema: null };
}

function asBytes(bytes: Uint8Array, limit: number, why: string): DecodedValue {
  const shown = bytes.subarray(0, Math.floor(limit / HEX_DUMP_LINE) * 16);
  return {
    format: 'bytes',
    text: hexDump(shown),
    raw: null,
    cut: shown.length < bytes.length,
    size: bytes.length,
    reason: `${why}${whatItMayBe(bytes)}`,
    failure: null,
    schema: null,
  };
}

/** A guess in words, never a decoding: the bytes stay what they are. */
export function whatItMayBe(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const guesses: string[] = [];
  if (bytes.length === 4) guesses.push(`as a 32-bit number it is ${view.getInt32(0)}`);
  if (bytes.length === 8) guesses.push(`as a 64-bit number it is ${view.getBigInt64(0)}`);
  const schemaId = bytes.length > 5 && bytes[0] === 0 ? view.getInt32(1) : 0;
  if (schemaId > 0) guesses.push(`it begins like a Schema Registry message with schema id ${schemaId}`);
  return guesses.length === 0 ? '' : ` Perhaps ${guesses.join('; or ')}.`;
}
