import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { AppError } from '../../shared/errors.ts';
import { readTerms, type LicenceTerms } from './licence-claims.ts';
import type { PublicKey } from './licence-keys.ts';

/** A licence whose signature, issuer and audience are right. Times in milliseconds since 1970. */
export type CheckedLicence = {
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly terms: LicenceTerms;
  readonly issuedAt: number;
  readonly expiresAt: number;
};

export type LicenceCheck = {
  /** The only keys that count: what a token says about its own key is not looked at. */
  readonly keys: ReadonlyArray<PublicKey>;
  /** The names it may go by: with and without the slash at the end. */
  readonly issuers: ReadonlyArray<string>;
  readonly audience: string;
  /** Milliseconds since 1970. */
  readonly now: number;
};

const ALGORITHMS = ['RS256', 'ES256'] as const;
const ALGORITHM_OF: Readonly<Record<PublicKey['kty'], (typeof ALGORITHMS)[number]>> = { RSA: 'RS256', EC: 'ES256' };
const TYPES = ['jwt', 'at+jwt', 'application/at+jwt', 'licence+jwt'];
/** A real one has two or three thousand. */
const MAX_CHARACTERS = 20_000;
/** Two clocks are never quite the same. */
export const CLOCK_SKEW_MS = 5 * 60_000;

/**
 * Checks a licence JWT: pinned algorithms, a known key by its id, issuer, audience, form of the claims, and that it is not
 * from the future. Whether it is still good is for licence-state.ts, which knows about grace. Rejects with LICENCE_INVALID,
 * whose context says which check it was.
 */
export async function checkLicence(token: string, check: LicenceCheck): Promise<CheckedLicence> {
  if (token.length > MAX_CHARACTERS) throw refused('size');
  const { errors, importJWK, jwtVerify } = await import('jose');
  const keyOf = async (header: JWTHeaderParameters) => {
    const key = check.keys.find(({ kid }) => kid === header.kid);
    if (key === undefined) throw refused('key');
    if (ALGORITHM_OF[key.kty] !== header.alg) throw refused('algorithm');
    return importJWK({ ...key }, header.alg);
  };
  const { payload, protectedHeader } = await jwtVerify(token, keyOf, {
    algorithms: [...ALGORITHMS],
    issuer: [...check.issuers],
    audience: check.audience,
    requiredClaims: ['sub', 'iat', 'exp'],
    // Times are judged below and in licence-state.ts: here only their form.
    clockTolerance: Number.MAX_SAFE_INTEGER,
  }).catch((error: unknown) => {
    if (error instanceof AppError) throw error;
    if (error instanceof errors.JOSEError) throw refused(reasonOf(error), error);
    throw refused('form', error); // A key that cannot be used, for one.
  });
  if (protectedHeader.typ !== undefined && !TYPES.includes(protectedHeader.typ.toLowerCase())) throw refused('type');
  return read(payload, check.now);
}

function read(payload: JWTPayload, now: number): CheckedLicence {
  const { sub, iat, exp, nbf } = payload;
  if (typeof sub !== 'string' || sub === '' || !isTime(iat) || !isTime(exp) || exp < iat) throw refused('form');
  const from = Math.max(iat, nbf ?? 0) * 1000;
  if (from > now + CLOCK_SKEW_MS) throw refused('future');
  const terms = readTerms(payload);
  if (terms === null) throw refused('claim');
  return {
    subject: sub,
    name: textOf(payload['name']),
    email: textOf(payload['email']),
    terms,
    issuedAt: iat * 1000,
    expiresAt: exp * 1000,
  };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 100_000_000_000;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, 300) : null;
}

type Reason = 'size' | 'key' | 'algorithm' | 'type' | 'form' | 'future' | 'claim' | 'signature' | 'issuer' | 'audience';

const SENTENCES: Readonly<Record<Reason, string>> = {
  size: 'This is not a licence: it is far too long.',
  key: 'The licence is signed with a key this app does not know.',
  algorithm: 'The licence is signed in a way this app does not accept.',
  type: 'This is signed, but it is not a licence.',
  form: 'This is not a licence, or it is damaged.',
  future: 'The licence is not valid yet, by the clock of this computer.',
  claim: 'The licence says nothing this app understands.',
  signature: 'The licence was changed after it was signed.',
  issuer: 'The licence is from somebody else.',
  audience: 'The licence is for another product.',
};

function refused(reason: Reason, cause?: unknown): AppError {
  return new AppError('LICENCE_INVALID', SENTENCES[reason], {
    hint: reason === 'future' ? 'Set the clock right, then try again.' : 'Sign in again, or ask support for a new one.',
    context: { reason },
    ...(cause === undefined ? {} : { cause }),
  });
}

function reasonOf(error: { readonly code: string; readonly claim?: unknown }): Reason {
  switch (error.code) {
    case 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED':
      return 'signature';
    case 'ERR_JOSE_ALG_NOT_ALLOWED':
      return 'algorithm';
    case 'ERR_JWT_CLAIM_VALIDATION_FAILED':
      return error.claim === 'iss' ? 'issuer' : error.claim === 'aud' ? 'audience' : 'form';
    default:
      return 'form';
  }
}
