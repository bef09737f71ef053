import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Secret } from '../../shared/values/secret.ts';
import { KEY_BYTES } from './seal.ts';

const KIB = 1024;

/**
 * How a key comes from a passphrase; stored beside what it protects. The bounds keep a file from elsewhere from asking
 * for all the memory or all the time there is.
 */
export const KeyDerivation = z.strictObject({
  name: z.literal('argon2id'),
  memoryKib: z
    .int()
    .min(8 * KIB)
    .max(256 * KIB),
  iterations: z.int().min(1).max(10),
  parallelism: z.int().min(1).max(4),
  /** Base64 of at least 16 bytes. */
  salt: z.base64().min(24).max(128),
});
export type KeyDerivation = z.infer<typeof KeyDerivation>;

/**
 * 32 MiB and three passes: above the minimum of OWASP's Password Storage Cheat Sheet (19 MiB, two passes), and about a
 * third of a second on a slow laptop.
 */
export function newKeyDerivation(): KeyDerivation {
  return {
    name: 'argon2id',
    memoryKib: 32 * KIB,
    iterations: 3,
    parallelism: 1,
    salt: randomBytes(16).toString('base64'),
  };
}

/** Argon2id (RFC 9106). The same text typed with composed or decomposed accents gives the same key. */
export async function deriveKey(passphrase: Secret, how: KeyDerivation): Promise<Uint8Array> {
  // Late: nobody pays for it who has a key store.
  const { argon2id } = await import('hash-wasm');
  return argon2id({
    password: passphrase.reveal().normalize('NFC'),
    salt: Buffer.from(how.salt, 'base64'),
    memorySize: how.memoryKib,
    iterations: how.iterations,
    parallelism: how.parallelism,
    hashLength: KEY_BYTES,
    outputType: 'binary',
  });
}
