import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answerSignInPage, startIdentityProvider, type IdentityProvider } from '../../scripts/identity/index.ts';
import { callbackPage } from '../../src/core/account/callback-page.ts';
import type { Account } from '../../src/core/account/index.ts';
import { startLogin } from '../../src/core/account/login.ts';
import { openLoopback } from '../../src/core/account/loopback.ts';
import { createNetwork } from '../../src/core/network/index.ts';
import { createSessionSecretBox } from '../../src/core/settings/index.ts';
import { allText } from '../../src/core/settings/testing.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import {
  callbackOf,
  codeOf,
  isListening,
  signInTo,
  startAccountGround,
  type AccountGround,
} from '../support/accounts.ts';
import { fuzzedTarget, mulberry, otherAddresses, rawGet, withHost } from '../support/callbacks.ts';
import { LIES, startLyingIssuer, type Lie, type LyingIssuer } from '../support/lying-issuer.ts';

let ground: AccountGround;
let identity: IdentityProvider;
const open: AccountGround['open'] = (setting) => ground.open(setting);

beforeAll(async () => {
  ground = await startAccountGround();
  identity = ground.identity;
});
afterAll(() => ground.close());
afterEach(() => ground.cleanUp());

describe('signing in', () => {
  it('asks with PKCE, state and nonce, for this computer alone @securityTest login-question', async () => {
    const { account } = await open();
    const { url } = await account.signIn(true);
    const asked = new URL(url).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce']) expect(asked.get(name)?.length).toBeGreaterThan(40);
    expect(asked.get('response_type')).toBe('code');
    expect(asked.get('screen_hint')).toBe('signup');
    expect([asked.get('audience'), asked.get('resource')]).toEqual(Array(2).fill(identity.env.CONDUKTOR_AUDIENCE));
    expect(asked.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    const again = new URL((await account.signIn(false)).url).searchParams;
    for (const name of ['code_challenge', 'state', 'nonce']) expect(again.get(name)).not.toBe(asked.get(name));
  });

  it('makes an account, and its trial opens everything; tokens are learnt by the masker and on no disk', async () => {
    const { account, folder, learnt, logged, network, settings } = await open();
    const { url, loginId } = await account.signIn(true);
    await answerSignInPage(url, { email: 'grace@example.com', password: 'long enough', name: 'Grace' });
    expect(await account.signInOutcome(loginId, 5000)).toEqual({ kind: 'done' });
    expect(await account.status()).toMatchObject({
      person: { name: 'Grace', email: 'grace@example.com' },
      licence: { plan: 'enterprise', basePlan: 'free', isTrial: true, state: 'valid', devices: 3 },
    });
    expect(account.refusal('acls.write')).toBeNull();
    await settings.close();
    const tokens = learnt.map((secret) => secret.reveal());
    expect(tokens.length).toBeGreaterThanOrEqual(3);
    const everywhere = [allText(folder), ...logged, JSON.stringify(await account.status())].join('\n');
    for (const token of tokens) expect(everywhere).not.toContain(token);
    const purposes = new Set(network.ledger().map(({ purpose }) => purpose));
    expect(purposes).toEqual(new Set(['login', 'licence keys']));
  });

  it.each(['audience', 'resource'] as const)('works with an issuer that knows only `%s`', async (understands) => {
    const other = await startIdentityProvider({ understands });
    ground.later(() => other.close());
    const { account } = await open({ issuer: other.issuer });
    await signInTo(account, other);
    await account.refresh();
    expect((await account.status()).licence?.state).toBe('valid');
  });

  it('stays signed in over a restart without the network, and not where nothing can be kept', async () => {
    const first = await open();
    await signInTo(first.account, identity);
    await first.close();
    const offline = createNetwork({ send: () => Promise.reject(new Error('no network')) });
    const second = await open({ folder: first.folder, network: offline });
    expect(await second.account.status()).toMatchObject({ licence: { state: 'valid' }, isLasting: true });
    expect(offline.ledger()).toEqual([]);

    const forgetful = await open({ box: createSessionSecretBox('') });
    await signInTo(forgetful.account, identity);
    expect((await forgetful.account.status()).isLasting).toBe(false);
    await forgetful.close();
    const after = await open({ folder: forgetful.folder, box: createSessionSecretBox('') });
    expect((await after.account.status()).licence).toBeNull();
  });

  it('says in one sentence what is wrong with an issuer that is none, open, or away', async () => {
    for (const [issuer, code] of [
      ['http://auth.example.com', 'LOGIN_FAILED'],
      ['http://localhost.example.com', 'LOGIN_FAILED'],
      ['ftp://127.0.0.1', 'LOGIN_FAILED'],
      ['not an address', 'LOGIN_FAILED'],
      ['http://127.0.0.1:1', 'CONNECTION_REFUSED'],
    ] as const) {
      const { account } = await open({ issuer });
      expect(await account.signIn(false).catch(codeOf), issuer).toBe(code);
    }
  });
});

describe('the answer', () => {
  it('is waited for on 127.0.0.1 only, on another port each time, and nowhere once it has come @securityTest login-loopback', async () => {
    const { account } = await open();
    const ports: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { url, loginId } = await account.signIn(false);
      const port = Number(callbackOf(url).port);
      ports.push(port);
      expect(await isListening(port)).toBe(true);
      for (const address of otherAddresses()) expect(await isListening(port, address), address).toBe(false);
      account.cancelSignIn(loginId);
      expect(await account.signInOutcome(loginId, 0)).toEqual({ kind: 'cancelled' });
      expect(await isListening(port)).toBe(false);
    }
    expect(new Set(ports).size).toBe(3);
    const { url, loginId } = await account.signIn(false);
    await answerSignInPage(url, { email: identity.demo.email, password: identity.demo.password });
    await account.signInOutcome(loginId, 5000);
    expect(await isListening(Number(callbackOf(url).port))).toBe(false);
  });

  it('counts only with our state, from our issuer, and once; a bad one does not end a good one @securityTest login-bad-callbacks', async () => {
    const { account } = await open();
    const { url, loginId } = await account.signIn(false);
    const { email, password } = identity.demo;
    const { callback } = await answerSignInPage(url, { email, password }, false);
    const good = new URL(callback);
    const changed = (change: (parts: URLSearchParams) => void): string => {
      const copy = new URL(good);
      change(copy.searchParams);
      return copy.href;
    };
    const before = { ...identity.counts };
    const bad = [
      changed((parts) => parts.set('state', 'guessed')),
      changed((parts) => parts.delete('state')),
      changed((parts) => parts.append('state', parts.get('state') ?? '')),
      changed((parts) => parts.set('iss', 'https://evil.example')),
      changed((parts) => parts.delete('iss')),
      changed((parts) => parts.append('iss', 'https://evil.example')),
      changed((parts) => parts.delete('code')),
      changed((parts) => parts.append('code', 'another')),
      changed((parts) => parts.set('error', 'access_denied')),
    ];
    for (const each of bad) expect(await statusOf(each), each).toBe(400);
    expect((await fetch(good, { method: 'POST' })).status).toBe(404);
    expect((await fetch(new URL('/', good))).status).toBe(404);
    expect(await withHost(good, 'evil.example')).toBe(404);
    expect(identity.counts).toEqual(before);
    expect(await account.signInOutcome(loginId, 0)).toEqual({ kind: 'waiting' });

    // Twice at once: one is taken, the other is told so.
    const answers = await Promise.all([fetch(good), fetch(good)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await account.signInOutcome(loginId, 5000)).toEqual({ kind: 'done' });
    expect(identity.counts['authorization_code']).toBe((before['authorization_code'] ?? 0) + 1);
  });

  it('of another sign-in is no answer: codes do not cross over @securityTest login-code-swap', async () => {
    const [ann, bob] = [await open(), await open()];
    const hers = await ann.account.signIn(false);
    const his = await bob.account.signIn(false);
    const { email, password } = identity.demo;
    const { callback } = await answerSignInPage(hers.url, { email, password }, false);
    const swapped = new URL(callback);
    swapped.port = callbackOf(his.url).port;
    expect(await statusOf(swapped)).toBe(400);
    // Even with his state, her code does not fit his question (PKCE).
    swapped.searchParams.set('state', new URL(his.url).searchParams.get('state') ?? '');
    expect(await statusOf(swapped)).toBe(400);
    expect(await bob.account.signInOutcome(his.loginId, 0)).toMatchObject({ kind: 'failed' });
    expect((await bob.account.status()).licence).toBeNull();
  });

  it('fuzzed 1,000 times signs nobody in, and the good one still does @securityTest login-fuzz', async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 100_000);
    process.stdout.write(`seed ${seed}\n`);
    const random = mulberry(seed);
    const { account } = await open();
    const { url, loginId } = await account.signIn(false);
    const { email, password } = identity.demo;
    const { callback } = await answerSignInPage(url, { email, password }, false);
    const before = { ...identity.counts };
    let closed = 0;
    for (let round = 0; round < 1000; round += 1) {
      const status = await rawGet(callback, fuzzedTarget(new URL(callback), random));
      if (status === 0) closed += 1;
      else expect([400, 404, 414, 431]).toContain(status);
    }
    expect(closed).toBeLessThan(500);
    expect(identity.counts).toEqual(before);
    expect((await account.status()).licence).toBeNull();
    expect((await fetch(callback)).status).toBe(200);
    expect(await account.signInOutcome(loginId, 5000)).toEqual({ kind: 'done' });
  });

  it('twin: a listener that takes whatever comes is caught by the same fuzz', async () => {
    const good = (port: string) => new URL(`http://127.0.0.1:${port}/callback?code=c&state=the-right-state&iss=i`);
    let taken = 0;
    const naive = await openLoopback(() => {
      taken += 1;
      return Promise.resolve(callbackPage('done'));
    });
    const callback = good(new URL(naive.redirectUri).port);
    const random = mulberry(7);
    for (let round = 0; round < 100; round += 1) await rawGet(callback.href, fuzzedTarget(callback, random));
    naive.close();
    expect(taken).toBeGreaterThan(20);
  });

  it('is not waited for longer than the limit', async () => {
    const nothing = () => Promise.reject(new Error('not asked for'));
    const checks = { state: 's', nonce: 'n', verifier: new Secret('v') };
    const question = { url: 'http://127.0.0.1/', checks, issuer: { name: identity.issuer, isNamed: true } };
    const issuer = {
      ask: () => Promise.resolve(question),
      exchange: nothing,
      refresh: nothing,
      revoke: nothing,
      keys: nothing,
    };
    const login = await startLogin(
      {
        issuer,
        issuerUrl: identity.issuer,
        openBrowser: undefined,
        accept: () => Promise.resolve(),
        clock: Date.now,
        newId: () => 'login',
        limitMs: 50,
      },
      false,
    );
    expect(await login.news(5000)).toMatchObject({ kind: 'failed', error: { code: 'LOGIN_FAILED' } });
  });

  it('with a licence for somebody else is refused: a lying issuer signs nobody in @securityTest login-lying-issuer', async () => {
    for (const lie of LIES) {
      const liar = await startLyingIssuer(lie);
      ground.later(() => liar.close());
      const { account } = await open({ issuer: liar.issuer });
      const kind = await signInAtLiar(account, liar).catch(codeOf);
      expect(kind, lie).toBe(lie === 'none' ? 'done' : TOLD_AT_THE_START.includes(lie) ? 'LOGIN_FAILED' : 'failed');
      expect((await account.status()).licence === null, lie).toBe(lie !== 'none');
    }
  });
});

/** The status of the answer, or that nobody listens any more. */
function statusOf(url: string | URL): Promise<number | 'closed'> {
  return fetch(url).then(
    ({ status }) => status,
    () => 'closed' as const,
  );
}

/** Known for lies before the browser is opened. */
const TOLD_AT_THE_START: ReadonlyArray<Lie> = ['another issuer in the metadata', 'tokens at an open address elsewhere'];

async function signInAtLiar(account: Account, liar: LyingIssuer): Promise<string> {
  const { url, loginId } = await account.signIn(false);
  const asked = new URL(url).searchParams;
  liar.nonce = asked.get('nonce') ?? '';
  const back = callbackOf(url);
  back.search = new URLSearchParams({ code: 'c', state: asked.get('state') ?? '' }).toString();
  await fetch(back);
  return (await account.signInOutcome(loginId, 5000)).kind;
}
