/** Native code that unpacks a whole stream into at most `size` bytes; null where it cannot, and then the slow way tells why. */
export type FastUnpack = (bytes: Buffer, size: number) => Buffer | null;

/** Up to here a run is copied byte by byte: calling into native code costs more. */
export const SHORT_RUN = 64;

/** Repeats what stands `distance` before; the two may overlap, which repeats the overlap. */
export function copyBack(out: Buffer, at: number, distance: number, length: number): void {
  let start = at - distance;
  if (length <= SHORT_RUN) {
    const end = at + length;
    for (let to = at; to < end; to++) out[to] = out[start++] as number;
    return;
  }
  if (distance >= length) {
    out.copyWithin(at, start, start + length);
    return;
  }
  // What is there doubles with each copy, so a megabyte of one byte takes twenty copies, not a million.
  let have = distance;
  let done = 0;
  while (done < length) {
    const part = Math.min(have, length - done);
    out.copyWithin(at + done, start, start + part);
    done += part;
    have += part;
  }
}
