import { MASK } from './mask-words.ts';

const MAX_CHARACTERS = 4096;
/** `a:b` is five characters of base64; words this short are no passwords worth the work. */
const MIN_CHARACTERS = 8;
const COLON = 0x3a;
const PADDING = 0x3d;

/** Masks base64 of `user:password` wherever it stands. Runs are found by hand: a pattern would try each word from each letter. */
export function maskBase64Credentials(text: string): string {
  const parts: string[] = [];
  let done = 0;
  let start = -1;
  for (let index = 0; index <= text.length; index += 1) {
    if (isBase64(text.charCodeAt(index))) {
      if (start < 0) start = index;
      continue;
    }
    if (start >= 0 && index - start >= MIN_CHARACTERS && isBase64OfCredentials(text.slice(start, index))) {
      parts.push(text.slice(done, start), MASK);
      done = index;
      while (text.charCodeAt(done) === PADDING) done += 1;
    }
    start = -1;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done);
}

/** NaN, past the end, is none. */
function isBase64(code: number): boolean {
  if (code >= 0x61) return code <= 0x7a;
  if (code >= 0x41) return code <= 0x5a || code === 0x5f;
  return code >= 0x2f ? code <= 0x39 : code === 0x2b || code === 0x2d;
}

/**
 * True for base64 of `user:password`. Every long word of every log line comes by here, so it decodes by hand and gives
 * up at the first byte that is not printable: for ordinary words that is one of the first.
 */
export function isBase64OfCredentials(text: string): boolean {
  if (text.length > MAX_CHARACTERS) return false;
  let bits = 0;
  let buffered = 0;
  let bytes = 0;
  let colonAt = -1;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === PADDING) break;
    bits = ((bits << 6) | sextet(code)) & 0xffffff;
    buffered += 6;
    if (buffered < 8) continue;
    buffered -= 8;
    const byte = (bits >> buffered) & 0xff;
    if (byte < 0x20 || byte > 0x7e) return false;
    if (byte === COLON && colonAt < 0) colonAt = bytes;
    bytes += 1;
  }
  return colonAt > 0 && colonAt < bytes - 1;
}

/** The value of one base64 character, of the standard or of the URL alphabet. */
function sextet(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  if (code >= 0x61 && code <= 0x7a) return code - 0x47;
  if (code >= 0x30 && code <= 0x39) return code + 4;
  return code === 0x2b || code === 0x2d ? 62 : 63;
}
