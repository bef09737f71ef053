/** A value of DER, the encoding of keys and certificates: its tag, its content, and where the next one starts. */
export type DerValue = { readonly tag: number; readonly content: Buffer; readonly end: number };

/** Reads the value that starts at `offset`. Throws a RangeError where the bytes end too early. */
export function readDer(bytes: Buffer, offset = 0): DerValue {
  const tag = bytes.readUInt8(offset);
  const first = bytes.readUInt8(offset + 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (lengthBytes > 4) throw new RangeError('DER length too large');
  const start = offset + 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(offset + 2, lengthBytes);
  if (start + length > bytes.length) throw new RangeError('DER value ends too early');
  return { tag, content: bytes.subarray(start, start + length), end: start + length };
}
