import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { createUpdates, readUpdateSource, signedText, type UpdateEngine, type UpdateOffer } from './index.ts';
import { compareVersions } from './offer.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const KEY = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const SOURCE = { address: 'https://updates.example/conduktor/', publicKey: KEY };

function offer(version: string, change: Partial<UpdateOffer> = {}): UpdateOffer {
  const files = [{ url: `Conduktor-${version}.AppImage`, sha512: 'c2hh', size: 10 }];
  const signature = sign(null, Buffer.from(signedText({ version, files })), privateKey).toString('base64');
  return { version, files, signature, ...change };
}

function setUp(
  offered: UpdateOffer | Error,
  engine: Partial<UpdateEngine> = {},
  source: typeof SOURCE | null = SOURCE,
) {
  const asked: string[] = [];
  let choice = { isAutomatic: false };
  const updates = createUpdates({
    version: '1.2.3',
    source,
    engine: {
      canInstall: true,
      sentence: 'It replaces itself.',
      check: (address) => {
        asked.push(address);
        return offered instanceof Error ? Promise.reject(offered) : Promise.resolve(offered);
      },
      download: () => Promise.resolve(),
      ...engine,
    },
    store: { get: () => choice, save: (next) => Promise.resolve(void (choice = next)) },
    fetch: () => Promise.reject(new Error('this engine asks nobody')),
    clock: () => 7,
    log: { info: () => undefined, warn: () => undefined },
  });
  return { updates, asked };
}

const DAYS_MS = 3 * 24 * 60 * 60_000;
afterEach(() => void vi.useRealTimers());

it('an update server is asked nothing before the user says so, and nothing at all without an address @securityTest updates-by-consent', async () => {
  vi.useFakeTimers();
  const { updates, asked } = setUp(offer('2.0.0'));
  await vi.advanceTimersByTimeAsync(DAYS_MS);
  expect(updates.status()).toMatchObject({ isAutomatic: false, state: { kind: 'idle' }, address: 'updates.example' });
  expect(asked).toEqual([]);
  const none = setUp(offer('2.0.0'), {}, null);
  expect(none.updates.status()).toMatchObject({ address: null, canInstall: false });
  await none.updates.setAutomatic(true);
  await expect(none.updates.check()).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  await vi.advanceTimersByTimeAsync(DAYS_MS);
  expect(none.asked).toEqual([]);
  // The twin: once allowed, it does ask, at once and each day.
  await updates.setAutomatic(true);
  await vi.advanceTimersByTimeAsync(DAYS_MS);
  expect(asked.length).toBe(4);
  updates.close();
});

it('finds a newer version, fetches it and has it ready', async () => {
  const { updates, asked } = setUp(offer('1.3.0'));
  expect((await updates.check()).state).toEqual({ kind: 'available', version: '1.3.0', bytes: 10 });
  expect(asked).toEqual([SOURCE.address]);
  expect(updates.download().state.kind).toBe('downloading');
  await expect.poll(() => updates.status().state.kind).toBe('ready');
  await updates.check();
  expect(asked).toHaveLength(1);
});

it.each(['1.2.3', '1.2.2', '0.9.9', '1.2.3-beta.1'])(
  'an update to %s, which is not newer, is not offered @securityTest update-no-downgrade',
  async (version) => {
    const { updates } = setUp(offer(version));
    expect((await updates.check()).state).toEqual({ kind: 'current', at: 7 });
    expect(() => updates.download()).toThrow('There is no update');
  },
);

const good = offer('2.0.0');
const stranger = generateKeyPairSync('ed25519').privateKey;
const FORGED: ReadonlyArray<readonly [string, UpdateOffer]> = [
  ['has no signature', { ...good, signature: null }],
  ['has the signature of another version', { ...good, version: '3.0.0' }],
  ['has another checksum', { ...good, files: [{ url: 'Conduktor-2.0.0.AppImage', sha512: 'ZXZpbA==', size: 10 }] }],
  ['has another file', { ...good, files: [{ url: 'https://evil.example/x', sha512: 'c2hh', size: 10 }] }],
  ['has one more file', { ...good, files: [...good.files, { url: 'x', sha512: 'c2hh', size: 1 }] }],
  ['has no files', { ...good, files: [] }],
  [
    'is signed by somebody else',
    { ...good, signature: sign(null, Buffer.from(signedText(good)), stranger).toString('base64') },
  ],
  ['has a signature that is none', { ...good, signature: 'not base64 at all' }],
];
it.each(FORGED)('an update is refused that %s @securityTest update-signature', async (_what, forged) => {
  const { updates } = setUp(forged);
  const { state } = await updates.check();
  expect(state).toMatchObject({ kind: 'failed', message: expect.stringContaining('not signed') });
  expect(() => updates.download()).toThrow('There is no update');
});

it('tells why the server could not be asked, and can be asked again', async () => {
  const { updates, asked } = setUp(
    new AppError('CONNECTION_REFUSED', 'updates.example refuses the connection.', { hint: 'Later.' }),
  );
  const failed = { kind: 'failed', message: 'updates.example refuses the connection.', hint: 'Later.', at: 7 };
  expect((await updates.check()).state).toEqual(failed);
  await updates.check();
  expect(asked).toHaveLength(2);
});

it('a cancelled download is on offer again; a broken one tells why', async () => {
  const { updates } = setUp(offer('2.0.0'), {
    download: (onProgress, signal) => {
      onProgress({ received: 5, total: null });
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    },
  });
  await updates.check();
  updates.download();
  expect(updates.status().state).toEqual({ kind: 'downloading', version: '2.0.0', received: 5, total: 10 });
  updates.cancel();
  await expect.poll(() => updates.status().state.kind).toBe('available');
  const broken = setUp(offer('2.0.0'), {
    download: () => Promise.reject(new AppError('DOWNLOAD_FAILED', 'The file is not the one that was signed.')),
  });
  await broken.updates.check();
  broken.updates.download();
  await expect
    .poll(() => broken.updates.status().state)
    .toMatchObject({ kind: 'failed', message: expect.stringContaining('signed') });
});

it.each([
  ['http://updates.example/', KEY],
  ['https://user:secret@updates.example/', KEY],
  ['ftp://127.0.0.1/', KEY],
  ['file:///tmp', KEY],
  ['', KEY],
  ['https://updates.example/', ''],
])('an address %j with key %j is no source', (address, key) => {
  expect(
    readUpdateSource({ address: '', publicKey: '' }, { CONDUKTOR_UPDATE_URL: address, CONDUKTOR_UPDATE_KEY: key }),
  ).toBeNull();
});

it('a source is https or on this computer', () => {
  for (const address of ['https://updates.example/', 'http://127.0.0.1:8080/']) {
    expect(readUpdateSource({ address, publicKey: KEY }, {})).toEqual({ address, publicKey: KEY });
  }
});

it('orders versions as semver does', () => {
  const sorted = [
    'junk',
    '0.9.0',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-2',
    '1.0.0-beta.11',
    '1.0.0',
    '1.0.10',
    '2.0.0',
  ];
  const order = [
    'junk',
    '0.9.0',
    '1.0.0-2',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta.11',
    '1.0.0',
    '1.0.10',
    '2.0.0',
  ];
  expect([...sorted].sort(compareVersions)).toEqual(order);
});
