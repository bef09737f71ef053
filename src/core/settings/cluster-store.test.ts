import { describe, expect, it } from 'vitest';
import { Secret } from '../../shared/values/secret.ts';
import { allText, draft, names, newFolder, open, readableForms, reversingBox, withPassword } from './testing.ts';

const NONE = { kind: 'none' } as const;
const KEEP = { kind: 'keep' } as const;

describe('clusters', () => {
  it('are there again after a restart, with their secrets', async () => {
    const folder = newFolder();
    const first = await open(folder);
    const { id } = await first.clusters.create(withPassword('hunter-two'));
    await first.close();
    const again = await open(folder);
    expect(again.clusters.list()).toMatchObject([{ id, name: 'orders', protocol: 'SASL_SSL', missingSecrets: [] }]);
    expect((await again.clusters.secretsOf(id)).password?.reveal()).toBe('hunter-two');
    expect(again.notices.list()).toEqual([]);
  });

  it('never have a secret in plain in any file @securityTest secrets-never-plain', async () => {
    const folder = newFolder();
    const settings = await open(folder);
    await settings.clusters.create(withPassword('hunter-two'));
    await settings.close();
    expect(allText(folder)).toContain('orders');
    expect(readableForms(folder, 'hunter-two')).toEqual([]);
  });

  it('are listed most recently opened first, then newest first', async () => {
    const settings = await open(newFolder());
    const a = await settings.clusters.create(draft({ name: 'a' }));
    await settings.clusters.create(draft({ name: 'b' }));
    const c = await settings.clusters.create(draft({ name: 'c' }));
    await settings.clusters.markOpened(c.id);
    await settings.clusters.markOpened(a.id);
    expect(names(settings)).toEqual(['a', 'c', 'b']);
  });

  it('read `keep` for each secret they have when edited', async () => {
    const settings = await open(newFolder());
    const { id } = await settings.clusters.create(withPassword('hunter-two'));
    const form = settings.clusters.draft(id);
    expect(form.sasl).toEqual({ mechanism: 'PLAIN', username: 'bob', password: KEEP });
    expect(form.tls.keyPassphrase).toEqual(NONE);
  });

  it.each([
    ['keeps', KEEP, 'hunter-two'],
    ['drops', NONE, undefined],
    ['replaces', { kind: 'set', value: new Secret('three') } as const, 'three'],
  ])('%s a secret when saved so', async (_, password, expected) => {
    const folder = newFolder();
    const settings = await open(folder);
    const { id } = await settings.clusters.create(withPassword('hunter-two'));
    const changed = await settings.clusters.update(
      id,
      draft({ name: 'new', sasl: { mechanism: 'PLAIN', username: 'bob', password } }),
    );
    expect(changed.missingSecrets).toEqual([]);
    await settings.close();
    const again = await open(folder);
    expect((await again.clusters.secretsOf(id)).password?.reveal()).toBe(expected);
    expect(names(again)).toEqual(['new']);
  });

  it('are duplicated with their secrets, under a name of their own', async () => {
    const settings = await open(newFolder());
    const { id } = await settings.clusters.create(withPassword('hunter-two'));
    await settings.clusters.markOpened(id);
    const copy = await settings.clusters.duplicate(id);
    const second = await settings.clusters.duplicate(id);
    expect([copy.name, second.name]).toEqual(['orders (copy)', 'orders (copy 2)']);
    expect(copy.lastOpenedAt).toBeNull();
    expect((await settings.clusters.secretsOf(copy.id)).password?.reveal()).toBe('hunter-two');
  });

  it('keep a copy of the longest name within the limit', async () => {
    const folder = newFolder();
    const settings = await open(folder);
    const { id } = await settings.clusters.create(draft({ name: 'x'.repeat(100) }));
    await settings.clusters.duplicate(id);
    await settings.close();
    expect((await open(folder)).notices.list()).toEqual([]);
  });

  it('leave nothing behind when removed', async () => {
    const folder = newFolder();
    const settings = await open(folder);
    const { id } = await settings.clusters.create(withPassword('hunter-two'));
    await settings.clusters.remove(id);
    expect(settings.clusters.get(id)).toBeNull();
    await settings.close();
    const again = await open(folder);
    expect(again.clusters.list()).toEqual([]);
    await expect(again.clusters.secretsOf(id)).rejects.toMatchObject({ code: 'CLUSTER_NOT_FOUND' });
  });

  it.each(['update', 'duplicate', 'remove', 'markOpened', 'secretsOf'] as const)(
    'tell when %s is asked of none',
    async (verb) => {
      const settings = await open(newFolder());
      const call = verb === 'update' ? settings.clusters.update('no', draft()) : settings.clusters[verb]('no');
      await expect(call).rejects.toMatchObject({ code: 'CLUSTER_NOT_FOUND' });
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])('do not take %s for one of them', async (id) => {
    const settings = await open(newFolder());
    expect(settings.clusters.get(id)).toBeNull();
    await expect(settings.clusters.secretsOf(id)).rejects.toMatchObject({ code: 'CLUSTER_NOT_FOUND' });
  });
});

describe('the local Kafka', () => {
  it('has one profile under a fixed id, which follows its port', async () => {
    const settings = await open(newFolder());
    await settings.clusters.upsertLocal({ bootstrapServers: '127.0.0.1:1111' });
    const local = await settings.clusters.upsertLocal({ bootstrapServers: '127.0.0.1:2222' });
    expect(settings.clusters.list()).toEqual([local]);
    expect(local).toMatchObject({ id: 'local-kafka', isLocalKafka: true, bootstrapServers: '127.0.0.1:2222' });
  });

  it('keeps the name, colour and mode the user gave it', async () => {
    const settings = await open(newFolder());
    await settings.clusters.upsertLocal({ bootstrapServers: '127.0.0.1:1111' });
    await settings.clusters.update('local-kafka', draft({ name: 'mine', mode: 'read-only' }));
    const local = await settings.clusters.upsertLocal({ bootstrapServers: '127.0.0.1:2222' });
    expect(local).toMatchObject({ name: 'mine', mode: 'read-only', isLocalKafka: true });
  });

  it('is an ordinary cluster once duplicated', async () => {
    const settings = await open(newFolder());
    await settings.clusters.upsertLocal({ bootstrapServers: '127.0.0.1:1111' });
    expect(await settings.clusters.duplicate('local-kafka')).toMatchObject({ isLocalKafka: false });
  });
});

describe('secrets without a key store', () => {
  it('work until the app closes and are then asked for again', async () => {
    const folder = newFolder();
    const session = reversingBox('session');
    const first = await open(folder, { secretBox: session });
    const { id, missingSecrets } = await first.clusters.create(withPassword('hunter-two'));
    expect(missingSecrets).toEqual([]);
    expect((await first.clusters.secretsOf(id)).password?.reveal()).toBe('hunter-two');
    await first.close();
    expect(allText(folder)).not.toContain((await session.encrypt('hunter-two')).slice(0, 8));
    const again = await open(folder, { secretBox: session });
    expect(again.clusters.list()).toMatchObject([{ missingSecrets: ['password'] }]);
    expect(again.clusters.draft(id).sasl.password).toEqual(KEEP);
  });

  it('do not come back as the old ones after being changed without a key store', async () => {
    const folder = newFolder();
    const kept = await open(folder);
    const { id } = await kept.clusters.create(withPassword('old-password'));
    await kept.close();
    const session = await open(folder, { secretBox: reversingBox('session') });
    await session.clusters.update(id, withPassword('new-password'));
    await session.close();
    const again = await open(folder);
    expect(again.clusters.list()).toMatchObject([{ missingSecrets: ['password'] }]);
  });
});

describe('a key store that fails', () => {
  it('costs the secrets only: profiles stay, the user is told, nothing stored is deleted', async () => {
    const folder = newFolder();
    const first = await open(folder);
    const { id } = await first.clusters.create(withPassword('hunter-two'));
    await first.close();
    const lost = { ...reversingBox(), decrypt: () => Promise.reject(new Error('no key for hunter-two')) };
    const without = await open(folder, { secretBox: lost });
    expect(without.clusters.list()).toMatchObject([{ name: 'orders', missingSecrets: ['password'] }]);
    expect(without.notices.list()).toMatchObject([{ id: 'secrets-lost', level: 'warning' }]);
    expect(JSON.stringify(without.notices.list())).not.toContain('hunter');
    // Saved while it cannot be read: the ciphertext must survive.
    await without.clusters.update(id, draft({ sasl: { mechanism: 'PLAIN', username: 'eve', password: KEEP } }));
    await without.close();
    const back = await open(folder);
    expect((await back.clusters.secretsOf(id)).password?.reveal()).toBe('hunter-two');
  });

  it('never makes it write a secret in plain @securityTest secrets-never-plain', async () => {
    const folder = newFolder();
    const refusing = { ...reversingBox(), encrypt: () => Promise.reject(new Error('locked')) };
    const settings = await open(folder, { secretBox: refusing });
    const { id } = await settings.clusters.create(withPassword('hunter-two'));
    expect((await settings.clusters.secretsOf(id)).password?.reveal()).toBe('hunter-two');
    expect(settings.notices.list()).toMatchObject([{ id: 'secrets-not-kept' }]);
    await settings.close();
    expect(readableForms(folder, 'hunter-two')).toEqual([]);
  });

  it('that waits for ever does not hold up the start', async () => {
    const folder = newFolder();
    const first = await open(folder);
    await first.clusters.create(withPassword('hunter-two'));
    await first.close();
    const hanging = { ...reversingBox(), decrypt: () => new Promise<string>(() => undefined) };
    const settings = await open(folder, { secretBox: hanging });
    expect(names(settings)).toEqual(['orders']);
  });
});

describe('pasted PEM', () => {
  const KEY = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';
  const CERTIFICATE = '-----BEGIN CERTIFICATE-----\ncHVibGlj\n-----END CERTIFICATE-----\n';
  const tls = draft().tls;

  it('of a private key is kept as a secret', async () => {
    const folder = newFolder();
    const settings = await open(folder);
    const key = { kind: 'text', pem: { kind: 'set', value: new Secret(KEY) } } as const;
    const { id } = await settings.clusters.create(draft({ protocol: 'SSL', tls: { ...tls, key } }));
    await settings.close();
    expect(allText(folder)).not.toContain('c2VjcmV0');
    expect((await settings.clusters.secretsOf(id)).key?.reveal()).toBe(KEY);
    expect(settings.clusters.draft(id).tls.key).toEqual({ kind: 'text', pem: KEEP });
  });

  it('with a key among the certificates: the key goes to the secrets', async () => {
    const folder = newFolder();
    const settings = await open(folder);
    const certificate = { kind: 'text', pem: CERTIFICATE + KEY } as const;
    const { id } = await settings.clusters.create(draft({ protocol: 'SSL', tls: { ...tls, certificate } }));
    await settings.close();
    expect(allText(folder)).not.toContain('c2VjcmV0');
    expect(settings.clusters.draft(id).tls.certificate).toEqual({ kind: 'text', pem: CERTIFICATE });
    expect((await settings.clusters.secretsOf(id)).key?.reveal()).toBe(KEY);
  });

  it.each([
    ['a key in the CA box', { ca: { kind: 'text', pem: CERTIFICATE + KEY } as const }],
    ['half a key in the certificate box', { certificate: { kind: 'text', pem: KEY.slice(0, 40) } as const }],
  ])('with %s is refused rather than stored', async (_, changes) => {
    const folder = newFolder();
    const settings = await open(folder);
    await expect(settings.clusters.create(draft({ tls: { ...tls, ...changes } }))).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    await settings.close();
    expect(settings.clusters.list()).toEqual([]);
  });
});

it('tells each secret that passes, so that the log can mask it', async () => {
  const folder = newFolder();
  const told: string[] = [];
  const onSecret = (secret: Secret) => void told.push(secret.reveal());
  const first = await open(folder, { onSecret });
  await first.clusters.create(withPassword('hunter-two'));
  await first.close();
  expect(told).toContain('hunter-two');
  told.length = 0;
  await open(folder, { onSecret });
  expect(told).toEqual(['hunter-two']);
});
