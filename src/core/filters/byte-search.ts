/** Finds bytes: the next place from `from`, or -1. */
export type ByteSearch = (bytes: Buffer, from: number) => number;

/** At each place one of several bytes. */
export type ByteClass = ReadonlyArray<number>;

/** Bytes looked at before it is decided how to search, and bytes searched before that is asked again. */
const SAMPLE = 16 * 1024;
const SAMPLE_AGAIN = 4 * 1024 * 1024;
/** A byte that is rarer than one in so many is quickest found by the native search; each find costs a call. */
const RARE = 1 / 80;
/** Where there is one spelling, the native search of the whole is the alternative; it runs at about 2 GB/s. */
const RARE_OF_ONE_SPELLING = 1 / 500;

/**
 * Searches a pattern of byte classes. Where the sample has a place of it that is rare (an x, a digit, a capital), the native
 * search looks for that byte (up to 10 GB/s measured) and the rest is compared around it; where there is none,
 * Boyer–Moore–Horspool over classes looks at one byte in as many as the pattern is long (0.3–0.9 GB/s). Tried beside them and
 * found slower: a latin1 copy with a regular expression (the copy alone runs at 1.7 GB/s, most patterns at 0.2–0.8).
 */
export function searchClasses(pattern: ReadonlyArray<ByteClass>): ByteSearch {
  const isOneSpelling = pattern.every((byteClass) => byteClass.length === 1);
  const needle = Buffer.from(pattern.map(([byte]) => byte as number));
  const thorough: ByteSearch = isOneSpelling ? (bytes, from) => bytes.indexOf(needle, from) : horspool(pattern);
  const rare = isOneSpelling ? RARE_OF_ONE_SPELLING : RARE;
  let chosen: ByteSearch | null = null;
  let left = 0;
  return (bytes, from) => {
    if (from === 0) left -= bytes.length;
    if (chosen === null || left < 0) {
      const place = rarestPlace(pattern, bytes, rare);
      chosen = place === null ? thorough : aroundRarest(pattern, place);
      left = SAMPLE_AGAIN;
    }
    return chosen(bytes, from);
  };
}

function rarestPlace(pattern: ReadonlyArray<ByteClass>, bytes: Buffer, rare: number): number | null {
  const counts = new Uint32Array(256);
  const sample = bytes.subarray(0, SAMPLE);
  for (const byte of sample) counts[byte] = (counts[byte] as number) + 1;
  const frequency = pattern.map((byteClass) => byteClass.reduce((sum, byte) => sum + (counts[byte] as number), 0));
  const place = frequency.indexOf(Math.min(...frequency));
  const isRare = (frequency[place] as number) <= sample.length * rare && (pattern[place] as ByteClass).length <= 4;
  return isRare ? place : null;
}

function masks(pattern: ReadonlyArray<ByteClass>): ReadonlyArray<Uint8Array> {
  return pattern.map((bytes) => {
    const mask = new Uint8Array(256);
    for (const byte of bytes) mask[byte] = 1;
    return mask;
  });
}

/** The nearest hit of any byte of the class at `place`, compared with the pattern around it. */
function aroundRarest(pattern: ReadonlyArray<ByteClass>, place: number): ByteSearch {
  const accepts = masks(pattern);
  const rarest = pattern[place] as ByteClass;
  const length = pattern.length;
  const find = (bytes: Buffer, byte: number, from: number, limit: number): number => {
    for (let at = bytes.indexOf(byte, from + place); at >= 0; at = bytes.indexOf(byte, at + 1)) {
      const start = at - place;
      if (start >= limit || start + length > bytes.length) return -1;
      let index = 0;
      while (index < length && (accepts[index] as Uint8Array)[bytes[start + index] as number] === 1) index += 1;
      if (index === length) return start;
    }
    return -1;
  };
  return (bytes, from) => {
    let best = -1;
    for (const byte of rarest) {
      const at = find(bytes, byte, from, best < 0 ? bytes.length : best);
      if (at >= 0) best = at;
    }
    return best;
  };
}

function horspool(pattern: ReadonlyArray<ByteClass>): ByteSearch {
  const length = pattern.length;
  const last = length - 1;
  const accepts = masks(pattern);
  const shift = new Uint16Array(256).fill(length);
  pattern.forEach((bytes, at) => {
    if (at < last) for (const byte of bytes) shift[byte] = last - at;
  });
  /** 0 where the byte may be the pattern's last. */
  const leap = shift.slice();
  for (const byte of pattern[last] as ByteClass) leap[byte] = 0;
  return (bytes, from) => {
    const end = bytes.length;
    let at = from + last;
    while (at < end) {
      const byte = bytes[at] as number;
      const skipped = leap[byte] as number;
      if (skipped > 0) {
        at += skipped;
        continue;
      }
      let back = last - 1;
      while (back >= 0 && (accepts[back] as Uint8Array)[bytes[at - last + back] as number] === 1) back -= 1;
      if (back < 0) return at - last;
      at += shift[byte] as number;
    }
    return -1;
  };
}
