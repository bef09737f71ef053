import type { Part } from './decoded.ts';
import { strictUtf8 } from './byte-reader.ts';

/**
 * The text that words are looked for in: `text()`, but for what was taken for text by its first byte and is no UTF-8. That
 * is read with replacement characters instead of as hexadecimal, so that whatever is found stands in the bytes too, and a
 * reader of raw bytes may skip what does not have it.
 */
export function searchedText(part: Part): string {
  const { bytes, isPlainText } = part;
  if (!isPlainText || bytes === null) return part.text();
  return strictUtf8(bytes) ?? bytes.toString('utf8');
}
