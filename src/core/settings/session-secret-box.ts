import { randomBytes } from 'node:crypto';
import { KEY_BYTES, seal, unseal } from './seal.ts';
import type { SecretBox } from './secret-box.ts';

/** A secret box whose key lives and dies with this process: for hosts and computers that have no key store. */
export function createSessionSecretBox(sentence: string): SecretBox {
  const key = randomBytes(KEY_BYTES);
  return {
    kind: 'session',
    sentence,
    encrypt: async (text) => seal(key, text),
    decrypt: async (sealed) => unseal(key, sealed),
  };
}
