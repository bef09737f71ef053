import { createPublicKey, verify } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { UpdateOffer } from './engine.ts';

/** What the signature of an offer is over: the version and every file with its checksum, in the order of their names. */
export function signedText({ version, files }: Pick<UpdateOffer, 'version' | 'files'>): string {
  const lines = files.map(({ url, sha512, size }) => `${url} ${sha512} ${size ?? '-'}`).sort();
  return ['conduktor-update-1', version, ...lines, ''].join('\n');
}

/**
 * Whether the offer is newer than this version. Throws where it is not signed by the key of this build: a checksum from
 * the same server proves nothing about the server.
 */
export function judgeOffer(offer: UpdateOffer, current: string, publicKey: string): 'newer' | 'current' {
  if (!isSigned(offer, publicKey)) {
    throw new AppError('DOWNLOAD_FAILED', 'The update is not signed by the makers of this app, so it was refused.', {
      hint: 'Nothing was fetched or installed. Try again later; if it stays, tell support: the server may be tampered with.',
      context: { version: offer.version.slice(0, 40) },
    });
  }
  return compareVersions(offer.version, current) > 0 ? 'newer' : 'current';
}

function isSigned(offer: UpdateOffer, publicKey: string): boolean {
  if (offer.signature === null || offer.files.length === 0) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(signedText(offer)), key, Buffer.from(offer.signature, 'base64'));
  } catch {
    // A key or a signature that is none at all proves nothing either.
    return false;
  }
}

const VERSION = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/;

/** Below, at or above zero, as semver orders them; what is no version is below every version. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [VERSION.exec(a), VERSION.exec(b)];
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  for (const at of [1, 2, 3]) {
    const difference = Number(left[at]) - Number(right[at]);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(left[4], right[4]);
}

function comparePrereleases(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const [left, right] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [one = '', other = ''] = [left[at], right[at]];
    if (one === other) continue;
    const numbers = [/^\d+$/.test(one), /^\d+$/.test(other)];
    if (numbers[0] === true && numbers[1] === true) return Number(one) - Number(other);
    if (numbers[0] !== numbers[1]) return numbers[0] === true ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return left.length - right.length;
}
