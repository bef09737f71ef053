import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import type { PublicKey } from '../../src/core/account/index.ts';
import { PRODUCT } from '../../src/shared/product.ts';

export type LicenceSigner = {
  /** What the app must be given to trust what is signed here. */
  readonly keys: ReadonlyArray<PublicKey>;
  readonly privateKey: CryptoKey;
  /** A licence file: a JWT, good for a day unless the claims say otherwise. */
  sign(licence: object, claims?: Readonly<Record<string, unknown>>): Promise<string>;
};

/** Signs licence files with a key of its own, as the company does with one that nobody else has. */
export async function createLicenceSigner(kid = 'test-key'): Promise<LicenceSigner> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const { n = '', e = '' } = await exportJWK(publicKey);
  return {
    keys: [{ kid, kty: 'RSA', n, e }],
    privateKey,
    sign(licence, claims = {}) {
      const now = Math.floor(Date.now() / 1000);
      const standard = {
        iss: 'https://conduktor.io/licence-files',
        aud: PRODUCT.login.audience,
        sub: 'licence-1',
        name: 'Ann Tester',
        email: 'ann@example.com',
        iat: now,
        exp: now + 24 * 60 * 60,
      };
      return new SignJWT({ ...standard, 'https://conduktor.io/licence': licence, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(privateKey);
    },
  };
}
