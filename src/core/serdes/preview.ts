import type { Preview } from '../../shared/contract/records.ts';
import { hex } from '../../shared/values/bytes.ts';
import { cutText } from '../../shared/values/json-pretty.ts';
import { scanJson } from '../../shared/values/json-scan.ts';
import { decodeUtf8, trimCutCharacter } from '../../shared/values/utf8.ts';
import { firstBinaryCharacter, foldJson, foldText } from './control.ts';

export const PREVIEW_CHARS = 1024;
/** A character has at most four bytes, so this many always fill a preview. */
export const PREVIEW_BYTES = PREVIEW_CHARS * 4;
/** Three characters a byte, less the last space. */
const PREVIEW_HEX_BYTES = 256;

/** One line that shows how a key or value begins. Looks at the first 4 KiB only, however long the value is. */
export function preview(bytes: Uint8Array | null): Preview {
  if (bytes === null) return { format: 'null', text: '', cut: false };
  if (bytes.length === 0) return { format: 'empty', text: '', cut: false };
  const partial = bytes.length > PREVIEW_BYTES;
  const head = partial ? trimCutCharacter(bytes.subarray(0, PREVIEW_BYTES)) : bytes;
  const decoded = decodeUtf8(head);
  if (!decoded.ok || firstBinaryCharacter(decoded.text) >= 0) return hexPreview(bytes);
  const json = looksLikeJson(decoded.text, partial);
  const line = json ? foldJson(decoded.text) : foldText(decoded.text);
  return {
    format: json ? 'json' : 'text',
    text: cutText(line, PREVIEW_CHARS),
    cut: partial || line.length > PREVIEW_CHARS,
  };
}

/** Objects and arrays only: a bare `42` or `true` is as much text as JSON, and reads the same as text. */
function looksLikeJson(text: string, partial: boolean): boolean {
  const first = /^[ \t\r\n]*([{[])/.test(text);
  if (!first) return false;
  const { verdict } = scanJson(text, () => undefined);
  return verdict === 'valid' || (partial && verdict === 'incomplete');
}

/** The first bytes in hexadecimal. */
export function hexPreview(bytes: Uint8Array): Preview {
  return {
    format: 'bytes',
    text: hex(bytes.subarray(0, PREVIEW_HEX_BYTES)),
    cut: bytes.length > PREVIEW_HEX_BYTES,
  };
}
