import { createHash, createPrivateKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Secret } from '../../shared/values/secret.ts';
import { readDer } from './der.ts';

/** Sun's "JKS" key store, read by hand: the format is small and has not changed since 1996 (version 2). */
export const JKS_MAGIC = 0xfeedfeed;

export type JksKey = { readonly encrypted: Buffer; readonly chain: ReadonlyArray<Buffer> };
export type Jks = { readonly keys: ReadonlyArray<JksKey>; readonly certificates: ReadonlyArray<Buffer> };

const HASH_BYTES = 20;
const KEY_ENTRY = 1;
const CERTIFICATE_ENTRY = 2;

export class WrongJksPassword extends Error {}

/**
 * Entries of a store, certificates as DER. As in Java, a store can be read without its password; with one, its checksum
 * is compared. Throws WrongJksPassword, or a RangeError where the file is damaged.
 */
export function parseJks(bytes: Buffer, password: Secret | undefined): Jks {
  const body = bytes.subarray(0, bytes.length - HASH_BYTES);
  if (password !== undefined) {
    const hash = createHash('sha1').update(utf16(password)).update('Mighty Aphrodite').update(body).digest();
    if (!timingSafeEqual(hash, bytes.subarray(bytes.length - HASH_BYTES))) throw new WrongJksPassword();
  }
  const reader = new Reader(body);
  if (reader.uint32() !== JKS_MAGIC) throw new RangeError('Not a JKS store');
  const version = reader.uint32();
  const count = reader.uint32();
  const keys: JksKey[] = [];
  const certificates: Buffer[] = [];
  for (let entry = 0; entry < count; entry += 1) {
    const tag = reader.uint32();
    reader.skip(reader.uint16()); // alias
    reader.skip(8); // date
    if (tag === KEY_ENTRY) keys.push({ encrypted: reader.block(), chain: reader.chain(version) });
    else if (tag === CERTIFICATE_ENTRY) certificates.push(reader.certificate(version));
    else throw new RangeError(`Unknown JKS entry ${tag}`);
  }
  return { keys, certificates };
}

/**
 * Undoes Sun's key protector: the key is XORed with a chain of SHA-1 hashes of password and salt, and followed by a hash
 * to check it by.
 */
export function decryptJksKey(key: JksKey, password: Secret): KeyObject {
  const info = readDer(key.encrypted).content;
  const sealed = readDer(info, readDer(info).end).content;
  const secret = utf16(password);
  const cipher = sealed.subarray(HASH_BYTES, sealed.length - HASH_BYTES);
  const plain = Buffer.alloc(cipher.length);
  let hash: Buffer = sealed.subarray(0, HASH_BYTES);
  for (let start = 0; start < cipher.length; start += HASH_BYTES) {
    hash = createHash('sha1').update(secret).update(hash).digest();
    for (let index = start; index < Math.min(start + HASH_BYTES, cipher.length); index += 1) {
      plain[index] = (cipher[index] ?? 0) ^ (hash[index - start] ?? 0);
    }
  }
  const check = createHash('sha1').update(secret).update(plain).digest();
  if (!timingSafeEqual(check, sealed.subarray(sealed.length - HASH_BYTES))) throw new WrongJksPassword();
  return createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' });
}

function utf16(password: Secret): Buffer {
  return Buffer.from(password.reveal(), 'utf16le').swap16();
}

/** Big-endian fields in a row, as Java's DataInputStream reads them. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  uint16(): number {
    const value = this.#bytes.readUInt16BE(this.#at);
    this.#at += 2;
    return value;
  }

  uint32(): number {
    const value = this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  skip(length: number): void {
    if (this.#at + length > this.#bytes.length) throw new RangeError('The store ends too early');
    this.#at += length;
  }

  block(): Buffer {
    const length = this.uint32();
    const start = this.#at;
    this.skip(length);
    return this.#bytes.subarray(start, start + length);
  }

  certificate(version: number): Buffer {
    if (version >= 2) this.skip(this.uint16()); // type: always X.509
    return this.block();
  }

  chain(version: number): Buffer[] {
    const count = this.uint32();
    const chain: Buffer[] = [];
    for (let index = 0; index < count; index += 1) chain.push(this.certificate(version));
    return chain;
  }
}
