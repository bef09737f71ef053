import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../shared/values/secret.ts';
import { allText, draft, newFolder, open, readableForms, reversingBox, withPassword } from './testing.ts';
import type { Settings } from './settings.ts';

const PASSPHRASE = 'correct horse battery';
const passphrase = new Secret(PASSPHRASE);
const noKeyStore = { secretBox: reversingBox('session') };

async function passwordOf(settings: Settings, id: string): Promise<string | undefined> {
  return (await settings.clusters.secretsOf(id)).password?.reveal();
}

it('a box that only encodes would be seen (the check can fail)', async () => {
  const folder = newFolder();
  const plain = { ...reversingBox(), encrypt: async (text: string) => Buffer.from(text).toString('base64') };
  await (await open(folder, { secretBox: plain })).clusters.create(withPassword('hunter-two'));
  expect(readableForms(folder, 'hunter-two')).not.toEqual([]);
});

describe('a computer without a key store', () => {
  it('asks how passwords are kept, and keeps them in memory until then', async () => {
    const settings = await open(newFolder(), noKeyStore);
    expect(settings.secretKeeper.status()).toMatchObject({
      kind: 'session',
      isChosen: false,
      isLocked: false,
      hasKeyStore: false,
    });
  });

  it('keeps them under a passphrase from the moment it is set, those typed before included @securityTest passphrase-box', async () => {
    const folder = newFolder();
    const first = await open(folder, noKeyStore);
    const { id } = await first.clusters.create(withPassword('hunter-two'));
    await first.secretKeeper.createPassphrase(passphrase);
    const other = await first.clusters.create(withPassword('hunter-three', 'other'));
    await first.productSecrets.write('searchCacheKey', new Secret('the-key-of-the-cache'));
    await first.close();
    for (const secret of ['hunter-two', 'hunter-three', 'the-key-of-the-cache', PASSPHRASE])
      expect(readableForms(folder, secret)).toEqual([]);

    const again = await open(folder, noKeyStore);
    expect(again.secretKeeper.status()).toMatchObject({ kind: 'passphrase', isLocked: true, isChosen: true });
    expect(again.notices.list()).toEqual([]);
    expect(again.clusters.summaryOf(id).missingSecrets).toEqual(['password']);
    expect(again.productSecrets.kind).toBe('session');
    let told = 0;
    again.secretKeeper.onChange(() => (told += 1));
    await again.secretKeeper.unlock(passphrase);
    expect(told).toBe(1);
    expect(again.clusters.summaryOf(id).missingSecrets).toEqual([]);
    expect(await passwordOf(again, id)).toBe('hunter-two');
    expect(await passwordOf(again, other.id)).toBe('hunter-three');
    expect((await again.productSecrets.read('searchCacheKey'))?.reveal()).toBe('the-key-of-the-cache');
  });

  it('keeps what was typed while it was locked, once it is unlocked, and loses nothing beside it', async () => {
    const folder = newFolder();
    const first = await open(folder, noKeyStore);
    await first.secretKeeper.createPassphrase(passphrase);
    const a = await first.clusters.create(withPassword('old-of-a', 'a'));
    const b = await first.clusters.create(withPassword('old-of-b', 'b'));
    await first.close();

    const locked = await open(folder, noKeyStore);
    await locked.clusters.update(a.id, withPassword('new-of-a', 'a'));
    await locked.clusters.update(b.id, {
      ...withPassword('', 'b2'),
      sasl: { mechanism: 'PLAIN', username: 'bob', password: { kind: 'keep' } },
    });
    const copy = await locked.clusters.duplicate(b.id);
    await locked.secretKeeper.unlock(passphrase);
    await locked.close();

    const again = await open(folder, noKeyStore);
    await again.secretKeeper.unlock(passphrase);
    expect(await passwordOf(again, a.id)).toBe('new-of-a');
    expect(await passwordOf(again, b.id)).toBe('old-of-b');
    expect(await passwordOf(again, copy.id)).toBe('old-of-b');
    expect(allText(folder)).not.toContain('new-of-a');
  });

  it('refuses a wrong passphrase with a sentence and a delay that grows', async () => {
    const folder = newFolder();
    await (await open(folder, noKeyStore)).secretKeeper.createPassphrase(passphrase);
    let now = 1_000;
    const settings = await open(folder, { ...noKeyStore, clock: () => now });
    const guess = () => settings.secretKeeper.unlock(new Secret('wrong'));
    const delays: unknown[] = [];
    for (let count = 0; count < 4; count += 1) {
      const error = await guess().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'PASSPHRASE_WRONG', message: 'That is not the passphrase.' });
      delays.push((error as { context: { retryInMs: number } }).context.retryInMs);
      // Too soon: not even the right one is tried.
      const early = settings.secretKeeper.unlock(passphrase);
      await expect(early).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG', retryable: true });
      expect(settings.secretKeeper.status()).toMatchObject({ isLocked: true, retryAt: now + Number(delays.at(-1)) });
      now += Number(delays.at(-1));
    }
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000]);
    await settings.secretKeeper.unlock(passphrase);
    expect(settings.secretKeeper.status()).toMatchObject({ isLocked: false, retryAt: null });
  });

  it('tries two guesses made at once one after the other', async () => {
    const folder = newFolder();
    await (await open(folder, noKeyStore)).secretKeeper.createPassphrase(passphrase);
    const settings = await open(folder, { ...noKeyStore, clock: () => 1_000 });
    const guesses = await Promise.allSettled(['a', 'b'].map((text) => settings.secretKeeper.unlock(new Secret(text))));
    const said = guesses.map((each) => (each.status === 'rejected' ? String(each.reason) : 'in'));
    expect(said[0]).toContain('not the passphrase');
    expect(said[1]).toContain('can be tried in');
  });

  it('changes the passphrase, and no backup opens with the old one', async () => {
    const folder = newFolder();
    const settings = await open(folder, noKeyStore);
    await settings.secretKeeper.createPassphrase(passphrase);
    const { id } = await settings.clusters.create(withPassword('hunter-two'));
    const before = readFileSync(join(folder, 'secret-box.json'), 'utf8');
    const next = new Secret('another long one');
    await expect(settings.secretKeeper.changePassphrase(new Secret('wrong'), next)).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
    });
    const later = await open(folder, noKeyStore);
    await later.secretKeeper.changePassphrase(passphrase, next);
    expect(await passwordOf(later, id)).toBe('hunter-two');
    await later.close();
    const sealed = /"key": "([^"]+)"/.exec(before)?.[1] ?? 'none';
    expect(before).toContain(sealed);
    expect(allText(folder)).not.toContain(sealed);

    const again = await open(folder, noKeyStore);
    await expect(again.secretKeeper.unlock(passphrase)).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' });
    const last = await open(folder, noKeyStore);
    await last.secretKeeper.unlock(next);
    expect(await passwordOf(last, id)).toBe('hunter-two');
  });

  it('forgets passwords and keeps clusters', async () => {
    const folder = newFolder();
    const first = await open(folder, noKeyStore);
    await first.secretKeeper.createPassphrase(passphrase);
    const { id } = await first.clusters.create(withPassword('hunter-two'));
    await first.productSecrets.write('searchCacheKey', new Secret('the-key-of-the-cache'));
    const stored = /"password": "([^"]+)"/.exec(readFileSync(join(folder, 'secrets.json'), 'utf8'))?.[1] ?? 'none';
    await first.close();
    const locked = await open(folder, noKeyStore);
    await locked.secretKeeper.forget();
    expect(locked.clusters.summaryOf(id)).toMatchObject({ name: 'orders', missingSecrets: ['password'] });
    expect(locked.secretKeeper.status()).toMatchObject({ kind: 'session', isChosen: false, isLocked: false });
    expect(await locked.productSecrets.read('searchCacheKey')).toBe(null);
    await locked.close();
    expect(allText(folder)).not.toContain(stored);
  });

  it('changes from a passphrase to this session: what was kept goes to memory and leaves the disk', async () => {
    const folder = newFolder();
    const settings = await open(folder, noKeyStore);
    await settings.secretKeeper.createPassphrase(passphrase);
    const { id } = await settings.clusters.create(withPassword('hunter-two'));
    const stored = /"password": "([^"]+)"/.exec(readFileSync(join(folder, 'secrets.json'), 'utf8'))?.[1] ?? 'none';
    await settings.secretKeeper.chooseSession();
    expect(await passwordOf(settings, id)).toBe('hunter-two');
    expect(allText(folder)).not.toContain(stored);
    await settings.close();
    const again = await open(folder, noKeyStore);
    expect(again.secretKeeper.status()).toMatchObject({ kind: 'session', isChosen: true });
    expect(again.clusters.summaryOf(id).missingSecrets).toEqual(['password']);
  });

  it('does not set a passphrase whose key cannot be saved', async () => {
    const folder = newFolder();
    const { createDisk } = await import('./disk.ts');
    const disk = createDisk(() => 'id');
    const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    const settings = await open(folder, { ...noKeyStore, disk: { ...disk, write: full } });
    await expect(settings.secretKeeper.createPassphrase(passphrase)).rejects.toMatchObject({ code: 'SETTINGS_WRITE' });
    expect(settings.secretKeeper.status()).toMatchObject({ kind: 'session', isChosen: false });
  });

  it('asks again for all where the file with the key is lost, and says so', async () => {
    const folder = newFolder();
    const first = await open(folder, noKeyStore);
    await first.secretKeeper.createPassphrase(passphrase);
    const { id } = await first.clusters.create(withPassword('hunter-two'));
    await first.close();
    const { rmSync } = await import('node:fs');
    rmSync(join(folder, 'secret-box.json'));
    rmSync(join(folder, 'backups'), { recursive: true });
    const again = await open(folder, noKeyStore);
    expect(again.clusters.summaryOf(id)).toMatchObject({ name: 'orders', missingSecrets: ['password'] });
    expect(again.notices.list()).toMatchObject([{ id: 'secrets-lost' }]);
  });
});

describe('a computer with a key store', () => {
  it('has no use for a passphrase', async () => {
    const settings = await open(newFolder());
    await settings.clusters.create(draft());
    expect(settings.secretKeeper.status()).toMatchObject({ kind: 'system', isChosen: true, hasKeyStore: true });
    await expect(settings.secretKeeper.createPassphrase(passphrase)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(settings.secretKeeper.forget()).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });
});
