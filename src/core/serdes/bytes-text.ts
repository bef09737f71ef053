const DIGITS = Buffer.from('0123456789abcdef');
/** Three characters a byte; a string has room for some 512 million. What is beyond is reached as bytes. */
const HEX_BYTES = 128 * 1024 * 1024;

/** Lower-case hexadecimal, bytes separated by spaces: what a list shows of bytes, and what words are looked for in. */
export function bytesText(bytes: Buffer): string {
  const shown = bytes.length > HEX_BYTES ? bytes.subarray(0, HEX_BYTES) : bytes;
  const out = Buffer.alloc(shown.length * 3, 0x20);
  for (let index = 0; index < shown.length; index += 1) {
    const byte = shown[index] as number;
    out[index * 3] = DIGITS[byte >> 4] as number;
    out[index * 3 + 1] = DIGITS[byte & 15] as number;
  }
  return out.toString('latin1', 0, Math.max(0, out.length - 1));
}
