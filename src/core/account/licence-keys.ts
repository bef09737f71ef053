import type { StoredAccount } from '../settings/index.ts';

/** A public key with its id (RFC 7517). */
export type PublicKey = NonNullable<StoredAccount['keys']>['keys'][number];

/**
 * Whose signature on a licence file counts. Built in, so that nobody can bring a key along with a licence. Empty until the
 * company's signing key exists: no licence file is accepted then.
 */
export const SHIPPED_LICENCE_KEYS: ReadonlyArray<PublicKey> = [];

/** Who a licence file is from; a token of the sign-in page is no licence file, nor the other way round. */
export const LICENCE_FILE_ISSUER = 'https://conduktor.io/licence-files';

/** The keys of a published key set that can check a licence; anything else in it is left out. */
export function readKeySet(json: unknown): ReadonlyArray<PublicKey> {
  const keys = typeof json === 'object' && json !== null && 'keys' in json ? json.keys : null;
  if (!Array.isArray(keys)) return [];
  return (keys as unknown[]).flatMap(readKey).slice(0, 50);
}

/** Only the public part, whatever else was published. */
function readKey(value: unknown): PublicKey[] {
  if (typeof value !== 'object' || value === null) return [];
  const { kid, kty, use, n, e, crv, x, y } = value as Record<string, unknown>;
  if (typeof kid !== 'string' || kid === '' || kid.length > 500 || (use !== undefined && use !== 'sig')) return [];
  if (kty === 'RSA' && typeof n === 'string' && typeof e === 'string') return [{ kid, kty, n, e }];
  if (kty === 'EC' && crv === 'P-256' && typeof x === 'string' && typeof y === 'string') {
    return [{ kid, kty, crv, x, y }];
  }
  return [];
}
