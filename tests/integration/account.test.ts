import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answerSignInPage, startIdentityProvider, type IdentityProvider } from '../../scripts/identity/index.ts';
import { createAccount, type Account } from '../../src/core/account/index.ts';
import { callbackPage } from '../../src/core/account/callback-page.ts';
import { startLogin } from '../../src/core/account/login.ts';
import { openLoopback } from '../../src/core/account/loopback.ts';
import { createNetwork, type Network } from '../../src/core/network/index.ts';
import { createSessionSecretBox, openSettings, type SecretBox } from '../../src/core/settings/index.ts';
import { allText, reversingBox } from '../../src/core/settings/testing.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import { AppError } from '../../src/shared/errors.ts';
import { createLicenceSigner } from '../support/licences.ts';
import { LIES, startLyingIssuer, type Lie, type LyingIssuer } from '../support/lying-issuer.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

let identity: IdentityProvider;
const cleanUps: Array<() => Promise<void>> = [];

beforeAll(async () => {
  identity = await startIdentityProvider();
});
afterAll(() => identity.close());
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

type Setting = {
  readonly folder?: string;
  readonly issuer?: string;
  readonly box?: SecretBox;
  readonly network?: Network;
  readonly clock?: () => number;
  readonly trustedKeys?: Parameters<typeof createAccount>[0]['trustedKeys'];
};

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'conduktor-account-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An account as the app has it; closing it is what quitting the app does. */
async function open(setting: Setting = {}) {
  const folder = setting.folder ?? (await newFolder());
  const clock = setting.clock ?? Date.now;
  const learnt: Secret[] = [];
  const logged: string[] = [];
  const settings = await openSettings({
    folder,
    secretBox: setting.box ?? reversingBox(),
    clock,
    newId: () => crypto.randomUUID(),
  });
  const { CONDUKTOR_CLIENT_ID: clientId, CONDUKTOR_AUDIENCE: audience } = identity.env;
  const log = (event: string, facts?: object) => void logged.push(`${event} ${JSON.stringify(facts)}`);
  const network = setting.network ?? createNetwork();
  const account = createAccount({
    settings: { issuer: setting.issuer ?? identity.issuer, clientId, audience },
    trustedKeys: setting.trustedKeys ?? [],
    network,
    secrets: settings.productSecrets,
    store: settings.account,
    folder,
    openBrowser: undefined,
    onSecret: (secret) => void learnt.push(secret),
    clock,
    newId: () => crypto.randomUUID(),
    log: { info: log, warn: log },
  });
  const close = async () => {
    await account.close();
    await settings.close();
  };
  cleanUps.push(close);
  return { account, folder, settings, learnt, logged, network, close };
}

async function signIn(account: Account, from = identity): Promise<void> {
  const { url, loginId } = await account.signIn(false);
  const { email, password } = from.demo;
  await answerSignInPage(url, { email, password });
  expect(await account.signInOutcome(loginId, 5000)).toEqual({ kind: 'done' });
}

const codeOf = (error: unknown) => (error as { code?: string }).code;
const callbackOf = (url: string) => new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
const isListening = (port: number, host = '127.0.0.1') =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });

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
    cleanUps.push(() => other.close());
    const { account } = await open({ issuer: other.issuer });
    await signIn(account, other);
    await account.refresh();
    expect((await account.status()).licence?.state).toBe('valid');
  });

  it('stays signed in over a restart without the network, and not where nothing can be kept', async () => {
    const first = await open();
    await signIn(first.account);
    await first.close();
    const offline = createNetwork({ send: () => Promise.reject(new Error('no network')) });
    const second = await open({ folder: first.folder, network: offline });
    expect(await second.account.status()).toMatchObject({ licence: { state: 'valid' }, isLasting: true });
    expect(offline.ledger()).toEqual([]);

    const forgetful = await open({ box: createSessionSecretBox('') });
    await signIn(forgetful.account);
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
    for (const each of bad) expect((await fetch(each)).status, each).toBe(400);
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
    expect((await fetch(swapped)).status).toBe(400);
    // Even with his state, her code does not fit his question (PKCE).
    swapped.searchParams.set('state', new URL(his.url).searchParams.get('state') ?? '');
    expect((await fetch(swapped)).status).toBe(400);
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
      cleanUps.push(() => liar.close());
      const { account } = await open({ issuer: liar.issuer });
      const kind = await signInAtLiar(account, liar).catch(codeOf);
      expect(kind, lie).toBe(lie === 'none' ? 'done' : TOLD_AT_THE_START.includes(lie) ? 'LOGIN_FAILED' : 'failed');
      expect((await account.status()).licence === null, lie).toBe(lie !== 'none');
    }
  });
});

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

describe('refreshing', () => {
  it('asks the issuer once, however many ask at the same time: 100 races @securityTest refresh-race', async () => {
    const { account } = await open();
    await signIn(account);
    for (let race = 0; race < 100; race += 1) {
      const before = { ...identity.counts };
      await Promise.all(Array.from({ length: 5 }, () => account.refresh()));
      expect(identity.counts['refresh_token'], `race ${race}`).toBe((before['refresh_token'] ?? 0) + 1);
      expect(identity.counts['refused']).toBe(before['refused']);
    }
    expect((await account.status()).licence?.state).toBe('valid');
  });

  it('of two instances on one folder: neither ends the other’s session @securityTest refresh-two-instances', async () => {
    const one = await open();
    await signIn(one.account);
    await one.settings.productSecrets.read('account');
    const two = await open({ folder: one.folder });
    await two.account.status();
    const refused = identity.counts['refused'];
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([one.account.refresh(), two.account.refresh()]);
      await (round % 2 === 0 ? one : two).account.refresh();
    }
    expect(identity.counts['refused']).toBe(refused);
    for (const { account } of [one, two]) expect((await account.status()).licence?.state).toBe('valid');
  });

  it('twin: without looking at what is stored first, the second of two ends the session', async () => {
    const one = await open();
    await signIn(one.account);
    const two = await open({ folder: one.folder });
    await two.account.status();
    // A copy of the secrets taken before: what a blind instance would go by.
    const blind = two.settings.productSecrets;
    Object.assign(blind, { readAgain: blind.read });
    await one.account.refresh();
    await expect(two.account.refresh()).rejects.toMatchObject({ context: { oauth: 'invalid_grant' } });
    expect((await two.account.status()).licence).toBeNull();
  });

  it('after the issuer has ended the session signs out here and says so', async () => {
    const { account, folder } = await open();
    await signIn(account);
    const other = await open({ folder });
    await other.account.status();
    await other.account.signOut();
    await account.refresh();
    expect(await account.status()).toMatchObject({ licence: null });
    expect(codeOf(account.refusal('topics.read'))).toBe('LOGIN_REQUIRED');
  });

  it('takes a key in that the issuer signs with from now on', async () => {
    const { account, folder, close } = await open();
    await signIn(account);
    await close();
    const text = await readFile(path.join(folder, 'account.json'), 'utf8');
    await writeFile(path.join(folder, 'account.json'), text.replace(/"kid": "[^"]*"/, '"kid": "old"'));
    const after = await open({ folder });
    expect((await after.account.status()).problem?.message).toContain('a key this app does not know');
    await after.account.refresh();
    expect((await after.account.status()).licence?.state).toBe('valid');
  });
});

describe('signing out', () => {
  it('ends the session at the issuer, too @securityTest logout-revokes', async () => {
    const { account, folder, learnt } = await open();
    await signIn(account);
    const stored = learnt.map((secret) => secret.reveal());
    expect(await account.signOut()).toMatchObject({ wasRevoked: true });
    expect(await account.status()).toMatchObject({ person: null, licence: null, problem: null });
    const packed: unknown = JSON.parse(await readFile(path.join(folder, 'product-secrets.json'), 'utf8'));
    expect(packed).toMatchObject({ 'product-secrets': {} });
    expect(JSON.stringify(packed)).not.toContain('account');
    for (const token of stored) expect(await refreshWith(token)).not.toBe(200);
  });

  it('twin: without telling the issuer, the refresh token would still work', async () => {
    const { account, learnt, settings } = await open();
    await signIn(account);
    await settings.productSecrets.remove('account');
    const answers = await Promise.all(learnt.map((secret) => refreshWith(secret.reveal())));
    expect(answers).toContain(200);
  });

  it('works without the network, and says what could not be done', async () => {
    let isOffline = false;
    const network = createNetwork();
    const cut: Network = {
      ...network,
      target: (settings) => {
        if (isOffline)
          return { fetch: () => Promise.reject(new AppError('HOST_UNKNOWN', 'away')), close: () => undefined };
        return network.target(settings);
      },
    };
    const { account } = await open({ network: cut });
    await signIn(account);
    isOffline = true;
    const { wasRevoked, sentence } = await account.signOut();
    expect(wasRevoked).toBe(false);
    expect(sentence).toContain('could not be told');
    expect((await account.status()).licence).toBeNull();
  });
});

describe('time', () => {
  it('offline everything goes on for 14 days, then waits for a check; a clock set back is noticed @securityTest licence-offline', async () => {
    let shift = 0;
    let isOffline = false;
    const network = createNetwork();
    const cut: Network = {
      ...network,
      target: (settings) =>
        isOffline
          ? { fetch: () => Promise.reject(new AppError('HOST_UNKNOWN', 'away')), close: () => undefined }
          : network.target(settings),
    };
    const { account } = await open({ network: cut, clock: () => Date.now() + shift });
    await signIn(account);
    isOffline = true;
    const stateAt = async (ms: number) => {
      shift = ms;
      return (await account.status()).licence?.state;
    };
    expect(await stateAt(2 * HOUR)).toBe('grace');
    expect(account.refusal('topics.read')).toBeNull();
    expect(await stateAt(13 * DAY)).toBe('grace');
    expect(await stateAt(15 * DAY)).toBe('lapsed');
    expect(account.refusal('topics.read')).toMatchObject({
      code: 'LOGIN_REQUIRED',
      message: expect.stringContaining('14 days'),
    });
    await expect(account.refresh()).rejects.toMatchObject({ code: 'HOST_UNKNOWN' });
    expect(await stateAt(0)).toBe('lapsed');
    expect(account.refusal('topics.read')?.message).toContain('clock');
    // The issuer says how late it is.
    isOffline = false;
    await account.refresh();
    expect(await stateAt(0)).toBe('valid');
  });
});

describe('a licence file', () => {
  it('opens the app without any network, over restarts, and only by a key that is built in @securityTest licence-file', async () => {
    const signer = await createLicenceSigner();
    const stranger = await createLicenceSigner();
    const offline = createNetwork({ send: () => Promise.reject(new Error('no network')) });
    const box = () => createSessionSecretBox('');
    const first = await open({ network: offline, trustedKeys: signer.keys, box: box() });
    await expect(first.account.importLicence(await stranger.sign({ plan: 'enterprise' }))).rejects.toMatchObject({
      code: 'LICENCE_INVALID',
    });
    const file = await signer.sign({ plan: 'pro', devices: 5 });
    await first.account.importLicence(`\n${file}\n`);
    expect(codeOf(first.account.refusal('console'))).toBe('LICENCE_REQUIRED');
    await first.close();
    const second = await open({ folder: first.folder, network: offline, trustedKeys: signer.keys, box: box() });
    expect(await second.account.status()).toMatchObject({
      person: { name: 'Ann Tester' },
      licence: { plan: 'pro', from: 'file', devices: 5, state: 'valid' },
    });
    expect(offline.ledger()).toEqual([]);
    await second.close();
    const shipped = await open({ folder: first.folder, network: offline, box: box() });
    expect((await shipped.account.status()).licence).toBeNull();
    await second.account.signOut();
    expect((await second.account.status()).licence).toBeNull();
  });

  it('that has ended, or is an access token, is refused', async () => {
    const signer = await createLicenceSigner();
    const { account } = await open({ trustedKeys: signer.keys });
    const now = Math.floor(Date.now() / 1000);
    const ended = await signer.sign({ plan: 'pro' }, { iat: now - 7200, exp: now - 3600 });
    await expect(account.importLicence(ended)).rejects.toMatchObject({ code: 'LICENCE_INVALID' });
    const token = await signer.sign({ plan: 'pro' }, { iss: identity.issuer });
    await expect(account.importLicence(token)).rejects.toMatchObject({ context: { reason: 'issuer' } });
  });
});

async function refreshWith(token: string): Promise<number> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: token,
    client_id: identity.env.CONDUKTOR_CLIENT_ID,
  });
  return (await fetch(`${identity.issuer}/token`, { method: 'POST', body })).status;
}

/** Addresses of this machine other than 127.0.0.1. */
function otherAddresses(): ReadonlyArray<string> {
  const found = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return ['::1', '127.0.0.2', ...found.map(({ address }) => address)].filter(
    (address) => address !== '127.0.0.1' && !address.startsWith('fe80'),
  );
}

function withHost(url: URL, host: string): Promise<number> {
  return rawGet(url.href, `${url.pathname}${url.search}`, host);
}

/** A GET with exactly this target, which `fetch` would put in order first. 0: the server closed without an answer. */
function rawGet(at: string, target: string, host = new URL(at).host): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(at).port) });
    let answer = '';
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)));
    socket.write(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, 'latin1'));
  });
}

/** The good answer, with something wrong in it: a byte, a part, an order, a length. Never the good one itself. */
function fuzzedTarget(good: URL, random: () => number): string {
  const target = `${good.pathname}${good.search}`;
  const whole = Math.floor(random() * 8);
  const at = Math.floor(random() * target.length);
  const character = String.fromCharCode(Math.floor(random() * 256));
  const parts = [...good.searchParams];
  const state = good.searchParams.get('state') ?? '';
  const inState = target.indexOf(state) + Math.floor(random() * state.length);
  const made = [
    () => target.slice(0, inState) + character + target.slice(inState + 1),
    () => target.slice(0, at),
    () => target.replace(state, state.slice(0, Math.floor(random() * state.length))),
    () => `${target}&state=${character}`,
    () => `${good.pathname}?${new URLSearchParams(parts.filter(() => random() < 0.5 && random() < 0.9)).toString()}&x`,
    () => target.replace('state=', `state${character}=`),
    () => `/${character.repeat(Math.floor(random() * 20_000))}${target}`,
    () => target.replaceAll(state, state.toLowerCase() + state.toUpperCase()),
  ][whole]?.();
  const isSame = made === undefined || sameQuery(made, good);
  return isSame ? `${good.pathname}?state=${whole}` : made;
}

function sameQuery(target: string, good: URL): boolean {
  if (!URL.canParse(good.origin + target)) return false;
  const url = new URL(good.origin + target);
  return (
    (['code', 'state', 'iss'] as const).every(
      (name) => url.searchParams.getAll(name).join() === good.searchParams.getAll(name).join(),
    ) && url.pathname === good.pathname
  );
}

/** Small, seeded, good enough to choose with. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
