import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { PRODUCT } from '../../src/shared/product.ts';

/** What an issuer, or somebody in its place, may say that is not so. `none` says the truth: the others are told from it. */
export const LIES = [
  'none',
  'id token of another issuer',
  'id token for another app',
  'id token for another question',
  'id token that is over',
  'no id token',
  'licence of another issuer',
  'licence for another product',
  'licence without a signature',
  'licence by an unknown key',
  'licence that is over',
  'licence from the future',
  'licence with an unknown plan',
  'keys that are no keys',
  'another issuer in the metadata',
  'tokens at an open address elsewhere',
] as const;
export type Lie = (typeof LIES)[number];

export type LyingIssuer = { readonly issuer: string; nonce: string; close(): Promise<void> };

/** Answers as an issuer does, with one lie in it. */
export async function startLyingIssuer(lie: Lie): Promise<LyingIssuer> {
  const [key, stranger] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('RS256', { extractable: true }),
  ]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const told: LyingIssuer = {
    issuer,
    nonce: '',
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const metadata = {
    issuer: lie === 'another issuer in the metadata' ? 'https://evil.example' : issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: lie === 'tokens at an open address elsewhere' ? 'http://evil.example/token' : `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['public'],
  };
  const sign = (claims: JWTPayload, by = key): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(by.privateKey);
  async function tokens(): Promise<object> {
    const now = Math.floor(Date.now() / 1000);
    const id: JWTPayload = {
      iss: lie === 'id token of another issuer' ? 'https://evil.example' : issuer,
      aud: lie === 'id token for another app' ? 'another' : PRODUCT.login.clientId,
      sub: 'ann',
      nonce: lie === 'id token for another question' ? 'another' : told.nonce,
      iat: now - 60,
      exp: lie === 'id token that is over' ? now - 30 : now + 600,
    };
    const access: JWTPayload = {
      iss: lie === 'licence of another issuer' ? 'https://evil.example' : issuer,
      aud: lie === 'licence for another product' ? 'another' : PRODUCT.login.audience,
      sub: 'ann',
      iat: lie === 'licence from the future' ? now + 3600 : now - 60,
      exp: lie === 'licence that is over' ? now - 30 : now + 7200,
      'https://conduktor.io/licence': { plan: lie === 'licence with an unknown plan' ? 'king' : 'enterprise' },
    };
    const isUnsigned = lie === 'licence without a signature';
    return {
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: 'r',
      access_token: isUnsigned
        ? new UnsecuredJWT(access).encode()
        : await sign(access, lie === 'licence by an unknown key' ? stranger : key),
      ...(lie === 'no id token' ? {} : { id_token: await sign(id) }),
    };
  }
  async function answer(path: string): Promise<object> {
    if (path === '/.well-known/openid-configuration') return metadata;
    if (path === '/token') return tokens();
    if (lie === 'keys that are no keys') return { keys: [{ kid: 'k', kty: 'RSA', n: 'AQAB', e: 'AQAB' }, null, 7] };
    return { keys: [{ ...(await exportJWK(key.publicKey)), kid: 'k', use: 'sig', alg: 'RS256' }] };
  }
  server.on('request', (request, response) => {
    void answer(request.url ?? '/').then((body) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  });
  return told;
}
