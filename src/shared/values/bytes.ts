/** Lower-case hexadecimal of the bytes, separated by spaces. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(' ');
}

/** Lines of offset, sixteen bytes and their ASCII, as `hexdump -C` writes them. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; start += 16) {
    const row = bytes.subarray(start, start + 16);
    const left = hex(row.subarray(0, 8)).padEnd(23);
    const right = hex(row.subarray(8)).padEnd(23);
    const ascii = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${start.toString(16).padStart(8, '0')}  ${left}  ${right}  |${ascii}|`);
  }
  return lines.join('\n');
}

/** Characters of one line of `hexDump`, newline included. */
export const HEX_DUMP_LINE = 79;

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  // A multiple of three, so that parts join without padding; small enough for one call's arguments.
  const step = 0x6000;
  for (let start = 0; start < bytes.length; start += step) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(start, start + step))));
  }
  return parts.join('');
}

/** The bytes of standard base64; null where the text is none. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
