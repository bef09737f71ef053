import { MASK } from './mask-words.ts';

const MAX_CHARACTERS = 4096;
/** `a:b` is five characters of base64; words this short are no passwords worth the work. */
const MIN_CHARACTERS = 8;
const COLON = 0x3a;
const PADDING = 0x3d;
const NONE = 255;

/** The value of each ASCII character in base64, of the standard or of the URL alphabet; NONE for any other. */
const SEXTETS = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  if (code >= 0x61 && code <= 0x7a) return code - 0x47;
  if (code >= 0x30 && code <= 0x39) return code + 4;
  if (code === 0x2b || code === 0x2d) return 62;
  return code === 0x2f || code === 0x5f ? 63 : NONE;
});

/** Masks base64 of `user:password` wherever it stands. Runs are found by hand: a pattern would try each word from each letter. */
export function maskBase64Credentials(text: string): string {
  let masked = '';
  let done = 0;
  let start = 0;
  const { length } = text;
  for (let index = 0; index <= length; index += 1) {
    if (index < length && sextetAt(text, index) !== NONE) continue;
    if (index - start >= MIN_CHARACTERS && isCredentials(text, start, index)) {
      masked += text.slice(done, start) + MASK;
      done = index;
      while (text.charCodeAt(done) === PADDING) done += 1;
    }
    start = index + 1;
  }
  return done === 0 ? text : masked + text.slice(done);
}

/** True for base64 of `user:password`. */
export function isBase64OfCredentials(text: string): boolean {
  return isCredentials(text, 0, text.length);
}

function sextetAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 128 ? (SEXTETS[code] ?? NONE) : NONE;
}

/**
 * Every long word of every log line comes by here, so it decodes in place and gives up at the first byte that is not
 * printable: for ordinary words that is one of the first.
 */
function isCredentials(text: string, from: number, to: number): boolean {
  if (to - from > MAX_CHARACTERS) return false;
  let bits = 0;
  let buffered = 0;
  let bytes = 0;
  let colonAt = -1;
  for (let index = from; index < to; index += 1) {
    if (text.charCodeAt(index) === PADDING) break;
    bits = ((bits << 6) | (sextetAt(text, index) & 63)) & 0xffffff;
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
