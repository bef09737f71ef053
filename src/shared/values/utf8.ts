export type Utf8 =
  | { readonly ok: true; readonly text: string }
  /** `at`: the first byte that belongs to no character. `cutShort`: the bytes end inside a character that is right so far. */
  | { readonly ok: false; readonly at: number; readonly cutShort: boolean };

/** Decodes strictly: no replacement characters, a byte order mark stays. Lossy decoding could not be produced again. */
export function decodeUtf8(bytes: Uint8Array): Utf8 {
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    // TextDecoder tells that it failed, not where.
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, ...findFault(bytes) };
  }
}

/** Drops an unfinished character at the end of a piece cut out of a longer text. */
export function trimCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Lowest and highest second byte after a lead byte: rules out overlong forms, surrogates and beyond U+10FFFF. */
function secondByteRange(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}

function findFault(bytes: Uint8Array): { at: number; cutShort: boolean } {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] as number;
    const length = sequenceLength(lead);
    if (length === 0) return { at, cutShort: false };
    for (let index = 1; index < length; index += 1) {
      const byte = bytes[at + index];
      if (byte === undefined) return { at, cutShort: true };
      const [low, high] = index === 1 ? secondByteRange(lead) : [0x80, 0xbf];
      if (byte < low || byte > high) return { at, cutShort: false };
    }
    at += length;
  }
  return { at: bytes.length, cutShort: false };
}
