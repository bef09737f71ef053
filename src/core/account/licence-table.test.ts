import { createHmac } from 'node:crypto';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
  type JWTHeaderParameters,
} from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { featuresOf, type Feature } from '../../shared/licensing.ts';
import type { PublicKey } from './licence-keys.ts';
import { judgeLicence, type Looked } from './licence-state.ts';
import { checkLicence } from './licence-token.ts';

/** RELIABILITY.md check 42: what a licence is worth, case by case. Times are seconds around `NOW`. */
const NOW = 1_800_000_000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const ISSUER = 'https://auth.example/';
const AUDIENCE = 'https://example/licence';

type Keys = { readonly rsa: KeyPair; readonly ec: KeyPair; readonly stranger: KeyPair; readonly p384: KeyPair };
type KeyPair = { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };
let keys: Keys;
let known: PublicKey[];

beforeAll(async () => {
  const [rsa, ec, stranger, p384] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('ES384', { extractable: true }),
  ]);
  keys = { rsa, ec, stranger, p384 };
  known = [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa-1', kty: 'RSA' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ec-1', kty: 'EC' },
  ];
});

type Case = {
  readonly name: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Claims taken out. */
  readonly without?: ReadonlyArray<string>;
  readonly licence?: unknown;
  readonly claimName?: string;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly signer?: keyof Keys;
  readonly alg?: string;
  /** Changes the finished token. */
  readonly spoil?: (token: string) => string | Promise<string>;
  /** When it is looked at, when the app last saw a time, when it last asked the issuer. Seconds. */
  readonly now?: number;
  readonly seenAt?: number;
  readonly checkedAt?: number;
  /** `refused: <reason>`, or `<state> <plan>`. */
  readonly gets: string;
  readonly features?: ReadonlyArray<Feature>;
};

async function tokenOf(one: Case): Promise<string> {
  const alg = one.alg ?? (one.signer === 'ec' ? 'ES256' : one.signer === 'p384' ? 'ES384' : 'RS256');
  const all: Record<string, unknown> = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'ann',
    iat: NOW - HOUR,
    exp: NOW + HOUR,
    [one.claimName ?? 'https://conduktor.io/licence']: one.licence ?? { plan: 'pro' },
    ...one.claims,
  };
  for (const name of one.without ?? []) Reflect.deleteProperty(all, name);
  const header = { alg, kid: one.signer === 'ec' ? 'ec-1' : 'rsa-1', ...one.header } as JWTHeaderParameters;
  const token = await new SignJWT(all).setProtectedHeader(header).sign(keys[one.signer ?? 'rsa'].privateKey);
  return one.spoil === undefined ? token : one.spoil(token);
}

async function outcomeOf(one: Case): Promise<{ text: string; features: ReadonlyArray<Feature> }> {
  const now = (one.now ?? NOW) * 1000;
  try {
    const checked = await checkLicence(await tokenOf(one), { keys: known, issuers: [ISSUER], audience: AUDIENCE, now });
    const looked: Looked = {
      from: 'login',
      now,
      seenAt: (one.seenAt ?? 0) * 1000,
      checkedAt: (one.checkedAt ?? NOW - HOUR) * 1000,
    };
    const { licence } = judgeLicence(checked, looked);
    return { text: `${licence.state} ${licence.plan}`, features: licence.features };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { text: `refused: ${String(error.context['reason'])}`, features: [] };
  }
}

const part = (token: string, index: number): string => token.split('.')[index] ?? '';
const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const payloadOf = (token: string) =>
  JSON.parse(Buffer.from(part(token, 1), 'base64url').toString()) as Record<string, unknown>;
const withHeader = (header: object) => (token: string) => `${json(header)}.${part(token, 1)}.${part(token, 2)}`;

/** The old trick: the public key as the secret of an HMAC. */
const hmacWithPublicKey = async (token: string): Promise<string> => {
  const body = `${json({ alg: 'HS256', kid: 'rsa-1' })}.${part(token, 1)}`;
  const secret = await exportSPKI(keys.rsa.publicKey);
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
};

const signatures: ReadonlyArray<Case> = [
  { name: 'RS256 by a known key', gets: 'valid pro' },
  { name: 'ES256 by a known key', signer: 'ec', gets: 'valid pro' },
  { name: 'by a stranger with a known kid', signer: 'stranger', gets: 'refused: signature' },
  { name: 'unknown kid', header: { kid: 'other' }, gets: 'refused: key' },
  { name: 'no kid', header: { kid: undefined }, gets: 'refused: key' },
  { name: 'empty kid', header: { kid: '' }, gets: 'refused: key' },
  { name: 'kid that is a path', header: { kid: '../../../dev/null' }, gets: 'refused: key' },
  { name: 'kid that is an absolute path', header: { kid: '/proc/self/environ' }, gets: 'refused: key' },
  { name: 'kid that is an address', header: { kid: 'https://evil.example/key.pem' }, gets: 'refused: key' },
  { name: 'kid that is SQL', header: { kid: "x' UNION SELECT 'k" }, gets: 'refused: key' },
  { name: 'kid that is __proto__', header: { kid: '__proto__' }, gets: 'refused: key' },
  { name: 'kid that is constructor', header: { kid: 'constructor' }, gets: 'refused: key' },
  { name: 'kid in other case', header: { kid: 'RSA-1' }, gets: 'refused: key' },
  { name: 'kid that is no text', spoil: withHeader({ alg: 'RS256', kid: ['rsa-1'] }), gets: 'refused: key' },
  { name: 'kid of the other algorithm', header: { kid: 'ec-1' }, gets: 'refused: algorithm' },
  { name: 'jku is not followed', header: { jku: 'http://127.0.0.1:1/keys' }, gets: 'valid pro' },
  { name: 'x5u is not followed', header: { x5u: 'http://127.0.0.1:1/cert' }, gets: 'valid pro' },
  { name: 'jku does not lend a key', header: { kid: 'evil', jku: 'https://evil.example' }, gets: 'refused: key' },
  {
    name: 'jwk does not lend a key',
    signer: 'stranger',
    header: { kid: 'evil', jwk: { kty: 'RSA' } },
    gets: 'refused: key',
  },
  {
    name: 'jwk beside a known kid',
    signer: 'stranger',
    header: { jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } },
    gets: 'refused: signature',
  },
  { name: 'x5c does not lend a key', signer: 'stranger', header: { x5c: ['MIIB'] }, gets: 'refused: signature' },
  { name: 'alg none', spoil: (token) => new UnsecuredJWT(payloadOf(token)).encode(), gets: 'refused: algorithm' },
  {
    name: 'alg none with the signature left',
    spoil: withHeader({ alg: 'none', kid: 'rsa-1' }),
    gets: 'refused: algorithm',
  },
  { name: 'alg None', spoil: withHeader({ alg: 'None', kid: 'rsa-1' }), gets: 'refused: algorithm' },
  { name: 'HS256 with the public key', spoil: hmacWithPublicKey, gets: 'refused: algorithm' },
  {
    name: 'RS384 by the right key',
    alg: 'RS256',
    spoil: withHeader({ alg: 'RS384', kid: 'rsa-1' }),
    gets: 'refused: algorithm',
  },
  { name: 'PS256 by the right key', spoil: withHeader({ alg: 'PS256', kid: 'rsa-1' }), gets: 'refused: algorithm' },
  { name: 'EdDSA', spoil: withHeader({ alg: 'EdDSA', kid: 'rsa-1' }), gets: 'refused: algorithm' },
  { name: 'ES384', signer: 'p384', gets: 'refused: algorithm' },
  { name: 'no alg', spoil: withHeader({ kid: 'rsa-1' }), gets: 'refused: form' },
  {
    name: 'crit that nobody knows',
    spoil: withHeader({ alg: 'RS256', kid: 'rsa-1', crit: ['x'], x: 1 }),
    gets: 'refused: form',
  },
  {
    name: 'b64 false',
    spoil: withHeader({ alg: 'RS256', kid: 'rsa-1', crit: ['b64'], b64: false }),
    gets: 'refused: signature',
  },
  {
    name: 'changed payload',
    spoil: (t) =>
      `${part(t, 0)}.${json({ ...payloadOf(t), 'https://conduktor.io/licence': { plan: 'enterprise' } })}.${part(t, 2)}`,
    gets: 'refused: signature',
  },
  {
    name: 'changed header',
    header: { x: 1 },
    spoil: withHeader({ alg: 'RS256', kid: 'rsa-1', x: 2 }),
    gets: 'refused: signature',
  },
  { name: 'cut signature', spoil: (token) => token.slice(0, -20), gets: 'refused: signature' },
  { name: 'empty signature', spoil: (token) => `${part(token, 0)}.${part(token, 1)}.`, gets: 'refused: signature' },
  {
    name: 'signature of nothing but A',
    spoil: (token) => `${part(token, 0)}.${part(token, 1)}.${'A'.repeat(342)}`,
    gets: 'refused: signature',
  },
  { name: 'two parts', spoil: (token) => `${part(token, 0)}.${part(token, 1)}`, gets: 'refused: form' },
  { name: 'five parts', spoil: (token) => `${token}.a.b`, gets: 'refused: form' },
  { name: 'nothing', spoil: () => '', gets: 'refused: form' },
  { name: 'not base64', spoil: () => '!!!.???.***', gets: 'refused: form' },
  { name: 'JSON instead', spoil: () => '{"plan":"enterprise"}', gets: 'refused: form' },
  {
    name: 'payload that is a list',
    spoil: (t) => `${part(t, 0)}.${json([1])}.${part(t, 2)}`,
    gets: 'refused: signature',
  },
  { name: 'far too long', spoil: (token) => token + 'A'.repeat(20_000), gets: 'refused: size' },
  { name: 'typ JWT', header: { typ: 'JWT' }, gets: 'valid pro' },
  { name: 'typ at+jwt', header: { typ: 'at+jwt' }, gets: 'valid pro' },
  { name: 'typ logout+jwt', header: { typ: 'logout+jwt' }, gets: 'refused: type' },
  { name: 'typ of a proof of possession', header: { typ: 'dpop+jwt' }, gets: 'refused: type' },
];

const claims: ReadonlyArray<Case> = [
  { name: 'another issuer', claims: { iss: 'https://evil.example/' }, gets: 'refused: issuer' },
  { name: 'issuer as a list', claims: { iss: [ISSUER] }, gets: 'refused: issuer' },
  { name: 'issuer that begins the same', claims: { iss: `${ISSUER}x` }, gets: 'refused: issuer' },
  { name: 'no issuer', without: ['iss'], gets: 'refused: issuer' },
  { name: 'another audience', claims: { aud: 'https://other' }, gets: 'refused: audience' },
  { name: 'the client as audience (an ID token)', claims: { aud: 'conduktor-desktop' }, gets: 'refused: audience' },
  { name: 'several audiences, one ours', claims: { aud: ['https://other', AUDIENCE] }, gets: 'valid pro' },
  { name: 'no audience', without: ['aud'], gets: 'refused: audience' },
  { name: 'empty list of audiences', claims: { aud: [] }, gets: 'refused: audience' },
  { name: 'no subject', without: ['sub'], gets: 'refused: form' },
  { name: 'empty subject', claims: { sub: '' }, gets: 'refused: form' },
  { name: 'no exp', without: ['exp'], gets: 'refused: form' },
  { name: 'no iat', without: ['iat'], gets: 'refused: form' },
  { name: 'exp as text', claims: { exp: String(NOW + HOUR) }, gets: 'refused: form' },
  { name: 'exp as null', claims: { exp: null }, gets: 'refused: form' },
  { name: 'exp in milliseconds', claims: { exp: (NOW + HOUR) * 1000 }, gets: 'refused: form' },
  { name: 'exp before iat', claims: { iat: NOW, exp: NOW - 1 }, gets: 'refused: form' },
  { name: 'negative exp', claims: { iat: -2, exp: -1 }, gets: 'refused: form' },
  { name: 'nbf as text', claims: { nbf: 'soon' }, gets: 'refused: form' },
  { name: 'iat a minute ahead', claims: { iat: NOW + MINUTE }, gets: 'valid pro' },
  { name: 'iat ten minutes ahead', claims: { iat: NOW + 10 * MINUTE }, gets: 'refused: future' },
  { name: 'nbf a minute ahead', claims: { nbf: NOW + MINUTE }, gets: 'valid pro' },
  { name: 'nbf tomorrow', claims: { nbf: NOW + DAY }, gets: 'refused: future' },
  { name: 'iat next year', claims: { iat: NOW + YEAR, exp: NOW + 2 * YEAR }, gets: 'refused: future' },
];

const FREE = featuresOf('free');
const plans: ReadonlyArray<Case> = [
  { name: 'free', licence: { plan: 'free' }, gets: 'valid free', features: FREE },
  { name: 'pro', licence: { plan: 'pro' }, gets: 'valid pro', features: featuresOf('pro') },
  { name: 'enterprise', licence: { plan: 'enterprise' }, gets: 'valid enterprise', features: featuresOf('enterprise') },
  { name: 'no licence claim', without: ['https://conduktor.io/licence'], gets: 'valid free', features: FREE },
  { name: 'the plain claim name', claimName: 'license', gets: 'valid pro' },
  {
    name: 'the namespaced one wins',
    claims: { license: { plan: 'enterprise' } },
    licence: { plan: 'free' },
    gets: 'valid free',
  },
  { name: 'a claim under another name', claimName: 'https://evil.example/licence', gets: 'valid free' },
  { name: 'unknown plan', licence: { plan: 'ultimate' }, gets: 'refused: claim' },
  { name: 'plan in capitals', licence: { plan: 'PRO' }, gets: 'refused: claim' },
  { name: 'no plan', licence: {}, gets: 'refused: claim' },
  { name: 'licence as text', licence: 'enterprise', gets: 'refused: claim' },
  { name: 'licence as null', claims: { 'https://conduktor.io/licence': null }, gets: 'refused: claim' },
  { name: 'licence as a list', licence: ['pro'], gets: 'refused: claim' },
  { name: 'until as text', licence: { plan: 'pro', until: 'forever' }, gets: 'refused: claim' },
  { name: 'negative until', licence: { plan: 'pro', until: -1 }, gets: 'refused: claim' },
  { name: 'until beyond any calendar', licence: { plan: 'pro', until: 1e300 }, gets: 'refused: claim' },
  {
    name: 'exact features',
    licence: { plan: 'pro', features: ['clusters', 'topics.read'] },
    gets: 'valid pro',
    features: ['app', 'clusters', 'topics.read'],
  },
  {
    name: 'a feature more than the plan',
    licence: { plan: 'free', features: ['testing'] },
    gets: 'valid free',
    features: ['app', 'testing'],
  },
  {
    name: 'features of a later version',
    licence: { plan: 'pro', features: ['telepathy', 'clusters'] },
    gets: 'valid pro',
    features: ['app', 'clusters'],
  },
  { name: 'no feature at all', licence: { plan: 'pro', features: [] }, gets: 'valid pro', features: ['app'] },
  { name: 'features as text', licence: { plan: 'pro', features: '*' }, gets: 'refused: claim' },
  {
    name: 'feature __proto__',
    licence: { plan: 'free', features: ['__proto__'] },
    gets: 'valid free',
    features: ['app'],
  },
  { name: 'unknown fields', licence: { plan: 'pro', colour: 'green' }, gets: 'valid pro' },
  { name: 'plan until tomorrow', licence: { plan: 'pro', until: NOW + DAY }, gets: 'valid pro' },
  { name: 'plan until just now', licence: { plan: 'pro', until: NOW }, gets: 'valid free', features: FREE },
  {
    name: 'plan that ended, with exact features',
    licence: { plan: 'pro', until: NOW - DAY, features: ['testing'] },
    gets: 'valid free',
    features: FREE,
  },
  {
    name: 'trial',
    licence: { plan: 'free', trial: { until: NOW + 14 * DAY } },
    gets: 'valid enterprise',
    features: featuresOf('enterprise'),
  },
  { name: 'last second of the trial', licence: { plan: 'free', trial: { until: NOW + 1 } }, gets: 'valid enterprise' },
  { name: 'trial over', licence: { plan: 'free', trial: { until: NOW } }, gets: 'valid free', features: FREE },
  { name: 'trial over on pro', licence: { plan: 'pro', trial: { until: NOW - DAY } }, gets: 'valid pro' },
  { name: 'trial without an end', licence: { plan: 'free', trial: {} }, gets: 'refused: claim' },
  { name: 'trial: true', licence: { plan: 'free', trial: true }, gets: 'refused: claim' },
  { name: 'negative devices', licence: { plan: 'pro', devices: -1 }, gets: 'refused: claim' },
];

const TRIAL = { plan: 'free', trial: { until: NOW + 7 * DAY } };
const times: ReadonlyArray<Case> = [
  { name: 'just before exp', now: NOW + HOUR - 1, gets: 'valid pro' },
  { name: 'a minute after exp', now: NOW + HOUR + MINUTE, gets: 'valid pro' },
  { name: 'six minutes after exp', now: NOW + HOUR + 6 * MINUTE, gets: 'grace pro' },
  { name: '13 days offline', now: NOW + 13 * DAY, gets: 'grace pro' },
  { name: 'the last minute of the grace', now: NOW + HOUR + 14 * DAY - MINUTE, gets: 'grace pro' },
  { name: 'the end of the grace', now: NOW + HOUR + 14 * DAY, gets: 'lapsed pro' },
  { name: '30 days offline', now: NOW + 30 * DAY, gets: 'lapsed pro' },
  { name: 'a year offline', now: NOW + YEAR, gets: 'lapsed pro' },
  { name: 'clock back by an hour', seenAt: NOW + HOUR, gets: 'valid pro' },
  { name: 'clock back by 13 hours, as another system leaves it', seenAt: NOW + 13 * HOUR, gets: 'grace pro' },
  { name: 'clock back by a day', seenAt: NOW + DAY, gets: 'lapsed pro' },
  { name: 'clock back by a year', seenAt: NOW + YEAR, gets: 'lapsed pro' },
  { name: 'clock back by a day since the last check', checkedAt: NOW + DAY, gets: 'lapsed pro' },
  { name: 'clock before the licence was made', now: NOW - DAY, gets: 'refused: future' },
  { name: 'clock at 1970', now: 0, gets: 'refused: future' },
  { name: 'clock back after 30 days offline', seenAt: NOW + 30 * DAY, gets: 'lapsed pro' },
  {
    name: 'a trial that ended is not brought back by an hour',
    licence: TRIAL,
    claims: { exp: NOW + 30 * DAY },
    now: NOW + 7 * DAY - HOUR,
    seenAt: NOW + 7 * DAY,
    gets: 'valid free',
  },
  { name: 'a trial ends while offline', licence: TRIAL, now: NOW + 8 * DAY, gets: 'grace free' },
  {
    name: 'a plan ends while offline',
    licence: { plan: 'pro', until: NOW + DAY },
    now: NOW + 2 * DAY,
    gets: 'grace free',
  },
  { name: 'a year’s licence file, half way', claims: { exp: NOW + YEAR }, now: NOW + YEAR / 2, gets: 'valid pro' },
  { name: 'a year’s licence file in its grace', claims: { exp: NOW + YEAR }, now: NOW + YEAR + DAY, gets: 'grace pro' },
  {
    name: 'a year’s licence file after its grace',
    claims: { exp: NOW + YEAR },
    now: NOW + YEAR + 15 * DAY,
    gets: 'lapsed pro',
  },
];

const ALL = { signatures, claims, plans, times };

describe.each(Object.entries(ALL))('a licence: %s @securityTest licence-table', (_group, cases) => {
  it.each(cases)('$name → $gets', async (one) => {
    const { text, features } = await outcomeOf(one);
    expect(text).toBe(one.gets);
    if (one.features !== undefined) expect([...features].toSorted()).toEqual([...one.features].toSorted());
  });
});

it('the table has more than a hundred cases, each its own', () => {
  const names = Object.values(ALL).flatMap((cases) => cases.map(({ name }) => name));
  expect(names.length).toBeGreaterThan(100);
  expect(new Set(names).size).toBe(names.length);
});

describe('twin: a check that is left out is noticed by the table', () => {
  it('a key that a token brings along would let a stranger in', async () => {
    const stranger: PublicKey = { ...(await exportJWK(keys.stranger.publicKey)), kid: 'rsa-1', kty: 'RSA' };
    const token = await tokenOf({ name: '', signer: 'stranger', gets: '' });
    const check = { issuers: [ISSUER], audience: AUDIENCE, now: NOW * 1000 };
    await expect(checkLicence(token, { ...check, keys: known })).rejects.toThrow(AppError);
    await expect(checkLicence(token, { ...check, keys: [stranger] })).resolves.toMatchObject({ subject: 'ann' });
  });

  it('without the time it has seen, a clock set back would bring a licence back', async () => {
    const late = { name: '', seenAt: NOW + 30 * DAY, gets: '' };
    expect((await outcomeOf(late)).text).toBe('lapsed pro');
    expect((await outcomeOf({ ...late, seenAt: 0 })).text).toBe('valid pro');
  });
});
