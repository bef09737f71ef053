import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Secret } from '../../shared/values/secret.ts';

/** AES-256-GCM with a random nonce: what was changed, moved or sealed with another key does not open. */
export type Crypt = {
  /** A file or folder name that says nothing to whoever has no key. */
  nameOf(...parts: ReadonlyArray<string>): string;
  seal(plain: Buffer, context: Buffer): Sealed;
  /** Throws where the bytes are not what was sealed in this context. */
  open(sealed: Sealed, context: Buffer): Buffer;
};
export type Sealed = { readonly nonce: Buffer; readonly tag: Buffer; readonly bytes: Buffer };

export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
const KEY_BYTES = 32;
const NAME_CHARACTERS = 32;

/** A new key, as text for the secret box. */
export function newKeyText(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

export function isKeyText(text: string): boolean {
  return Buffer.from(text, 'base64').length === KEY_BYTES;
}

/** One key for names, one for content: a name gives nothing away about how content is sealed. */
export function createCrypt(key: Secret): Crypt {
  const master = Buffer.from(key.reveal(), 'base64');
  if (master.length !== KEY_BYTES) throw new Error('The key of the search cache has a wrong length.');
  const derive = (use: string) =>
    Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `search-cache ${use}`, KEY_BYTES));
  const names = derive('names');
  const content = derive('content');
  return {
    nameOf: (...parts) =>
      createHmac('sha256', names).update(JSON.stringify(parts)).digest('hex').slice(0, NAME_CHARACTERS),
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', content, nonce);
      cipher.setAAD(context);
      const bytes = cipher.update(plain);
      cipher.final(); // Empty: GCM has no padding.
      return { nonce, tag: cipher.getAuthTag(), bytes };
    },
    open({ nonce, tag, bytes }, context) {
      const decipher = createDecipheriv('aes-256-gcm', content, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(context);
      decipher.setAuthTag(tag);
      const plain = decipher.update(bytes);
      decipher.final();
      return plain;
    },
  };
}
