import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { IdentityProvider } from '../../scripts/identity/index.ts';
import type { Account } from '../../src/core/account/index.ts';
import { createNetwork, parseProxyUrl } from '../../src/core/network/index.ts';
import { createSessionSecretBox } from '../../src/core/settings/index.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import { codeOf, cuttableNetwork, signInTo, startAccountGround, type AccountGround } from '../support/accounts.ts';
import { createLicenceSigner } from '../support/licences.ts';
import { startTestProxy } from '../support/test-proxy.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

let ground: AccountGround;
let identity: IdentityProvider;
const open: AccountGround['open'] = (setting) => ground.open(setting);

beforeAll(async () => {
  ground = await startAccountGround();
  identity = ground.identity;
});
afterAll(() => ground.close());
afterEach(() => ground.cleanUp());

describe('refreshing', () => {
  it('asks the issuer once, however many ask at the same time: 100 races @securityTest refresh-race', async () => {
    const { account } = await open();
    await signInTo(account, identity);
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
    await signInTo(one.account, identity);
    await one.settings.productSecrets.read('account');
    const two = await open({ folder: one.folder });
    await two.account.status();
    const refused = identity.counts['refused'];
    for (let round = 0; round < 10; round += 1) {
      const both = await Promise.all([renewed(one.account), renewed(two.account)]);
      const then = await renewed((round % 2 === 0 ? one : two).account);
      expect([...both, then]).toEqual(['renewed', 'renewed', 'renewed']);
    }
    expect(identity.counts['refused']).toBe(refused);
    for (const { account } of [one, two]) expect((await account.status()).licence?.state).toBe('valid');
  });

  it('twin: without looking at what is stored first, the second of two ends the session', async () => {
    const one = await open();
    await signInTo(one.account, identity);
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
    await signInTo(account, identity);
    const other = await open({ folder });
    await other.account.status();
    await other.account.signOut();
    await account.refresh();
    expect(await account.status()).toMatchObject({ licence: null });
    expect(codeOf(account.refusal('topics.read'))).toBe('LOGIN_REQUIRED');
  });

  it('takes a key in that the issuer signs with from now on', async () => {
    const { account, folder, close } = await open();
    await signInTo(account, identity);
    await close();
    const text = await readFile(path.join(folder, 'account.json'), 'utf8');
    await writeFile(path.join(folder, 'account.json'), text.replace(/"kid": "[^"]*"/, '"kid": "old"'));
    const after = await open({ folder });
    expect((await after.account.status()).problem?.message).toContain('a key this app does not know');
    await after.account.refresh();
    expect((await after.account.status()).licence?.state).toBe('valid');
  });
});

describe('secrets behind a passphrase', () => {
  it('hold the sign-in, and once they are opened it is there', async () => {
    const passphrase = new Secret('correct horse battery staple');
    const first = await open({ box: createSessionSecretBox('') });
    await first.settings.secretKeeper.createPassphrase(passphrase);
    await signInTo(first.account, identity);
    await first.close();
    const second = await open({ folder: first.folder, box: createSessionSecretBox('') });
    expect(await second.account.status()).toMatchObject({ licence: null, isLasting: false });
    expect(codeOf(second.account.refusal('topics.read'))).toBe('LOGIN_REQUIRED');
    await second.settings.secretKeeper.unlock(passphrase);
    expect(await second.account.status()).toMatchObject({ licence: { state: 'valid' }, isLasting: true });
    expect(second.account.refusal('topics.read')).toBeNull();
  });
});

describe('signing out', () => {
  it('ends the session at the issuer, too @securityTest logout-revokes', async () => {
    const { account, folder, learnt } = await open();
    await signInTo(account, identity);
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
    await signInTo(account, identity);
    await settings.productSecrets.remove('account');
    const answers = await Promise.all(learnt.map((secret) => refreshWith(secret.reveal())));
    expect(answers).toContain(200);
  });

  it('works without the network, and says what could not be done', async () => {
    const { network, cut } = cuttableNetwork();
    const { account } = await open({ network });
    await signInTo(account, identity);
    cut(true);
    const { wasRevoked, sentence } = await account.signOut();
    expect(wasRevoked).toBe(false);
    expect(sentence).toContain('could not be told');
    expect((await account.status()).licence).toBeNull();
  });
});

describe('behind a proxy that asks for a password', () => {
  it('signing in, refreshing and signing out all go through it @securityTest login-proxy', async () => {
    const proxy = await startTestProxy({ auth: 'ann:hunter-two' });
    ground.later(() => proxy.close());
    const server = parseProxyUrl(`http://127.0.0.1:${proxy.port}`);
    if (server === null) throw new Error('no proxy');
    const network = createNetwork();
    const auth = { username: 'ann', password: new Secret('hunter-two') };
    const choice = { mode: 'manual', server: { ...server, auth }, noProxy: '<-loopback>' } as const;
    network.configure({ proxy: choice, ca: [] });
    const { account } = await open({ network });
    await signInTo(account, identity);
    await account.refresh();
    expect(await account.signOut()).toMatchObject({ wasRevoked: true });
    const paths = proxy.asked.map((line) => line.replace(identity.issuer, '').replace(/ 407$/, ' asked'));
    for (const path of [
      'GET /.well-known/openid-configuration',
      'POST /token',
      'GET /jwks',
      'POST /token/revocation',
    ]) {
      expect(paths).toContain(path);
    }
    // Wrong: the sign-in says what is wrong, and nothing goes round the proxy.
    network.configure({
      proxy: { ...choice, server: { ...server, auth: { ...auth, password: new Secret('wrong') } } },
      ca: [],
    });
    const fresh = await open({ network });
    await expect(fresh.account.signIn(false)).rejects.toMatchObject({ message: expect.stringContaining('proxy') });
  });
});

describe('time', () => {
  it('offline everything goes on for 14 days, then waits for a check; a clock set back is noticed @securityTest licence-offline', async () => {
    let shift = 0;
    const { network, cut } = cuttableNetwork();
    const { account } = await open({ network, clock: () => Date.now() + shift });
    await signInTo(account, identity);
    cut(true);
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
    cut(false);
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

/** Whether it could renew its session, or the code of what it was told. */
function renewed(account: Account): Promise<unknown> {
  return account.refresh().then(() => 'renewed', codeOf);
}

async function refreshWith(token: string): Promise<number> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: token,
    client_id: identity.env.CONDUKTOR_CLIENT_ID,
  });
  return (await fetch(`${identity.issuer}/token`, { method: 'POST', body })).status;
}
