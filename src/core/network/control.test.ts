import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { makeWebCertificates } from '../../../tests/support/certificates.ts';
import { startTestProxy } from '../../../tests/support/test-proxy.ts';
import { NetworkSettingsDraft, type NetworkSettingsDraftInput } from '../../shared/contract/network.ts';
import { AppError } from '../../shared/errors.ts';
import { allText, newFolder, open, reversingBox } from '../settings/testing.ts';
import { createNetwork, createNetworkControl, readText } from './index.ts';

const closers: Array<() => unknown> = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const DRAFT: NetworkSettingsDraftInput = {
  mode: 'manual',
  address: '',
  username: '',
  password: { kind: 'none' },
  noProxy: '',
  ca: { kind: 'none' },
};

const draft = (changes: Partial<NetworkSettingsDraftInput>) => NetworkSettingsDraft.parse({ ...DRAFT, ...changes });

async function setUp(folder = newFolder()) {
  const settings = await open(folder, { secretBox: reversingBox() });
  closers.push(() => settings.close());
  const network = createNetwork();
  const problems: unknown[] = [];
  const control = createNetworkControl({
    network,
    store: settings.network,
    secrets: settings.productSecrets,
    readCertificates: (source) =>
      source.kind === 'file'
        ? Promise.reject(new AppError('TLS_MATERIAL', 'The file is gone.'))
        : Promise.resolve(source.kind === 'text' ? [source.pem] : []),
    sample: () => undefined,
    systemSentence: 'As it is.',
    clock: () => 5,
    onProblem: (error) => void problems.push(error),
  });
  return { folder, settings, network, control, problems };
}

async function startServer(): Promise<number> {
  const server: Server = createServer((_request, response) => response.end('there'));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('the settings of the network', () => {
  it('begin with the system’s proxy', async () => {
    const { control } = await setUp();
    expect(await control.settings()).toEqual({
      mode: 'system',
      address: '',
      username: '',
      hasPassword: false,
      noProxy: '',
      ca: { kind: 'none' },
      systemSentence: 'As it is.',
    });
  });

  it('count at once, outlast a start, and keep the password out of every file', async () => {
    const places = { 'plain.example:80': await startServer() };
    const carrier = await startTestProxy({ auth: 'user:hunter2canary', places });
    closers.push(() => carrier.close());
    const { control, network, folder, settings } = await setUp();
    const ask = async (of: typeof network) =>
      readText('http://x/', await of.fetch('http://plain.example/', { purpose: 'login' }));
    const password = { kind: 'set', value: 'hunter2canary' } as const;
    const saved = await control.save(draft({ address: `127.0.0.1:${carrier.port}`, username: 'user', password }));
    expect(saved).toMatchObject({ mode: 'manual', hasPassword: true });
    expect(await ask(network)).toBe('there');
    // The password is kept where the draft says so, also with other fields changed.
    await control.save(draft({ address: `127.0.0.1:${carrier.port}`, username: 'user', password: { kind: 'keep' } }));
    expect(await ask(network)).toBe('there');
    await settings.close();
    expect(allText(folder)).not.toMatch(/hunter2canary|aHVudGVyMmNhbmFyeQ/);
    const again = await setUp(folder);
    expect(await ask(again.network)).toBe('there');
    expect(carrier.asked).toHaveLength(3);
    await again.control.save(draft({ mode: 'none' }));
    expect(await again.control.settings()).toMatchObject({ mode: 'none', hasPassword: false });
  });

  it('whose certificate file is gone are told, and the app goes out without it', async () => {
    const { settings, folder } = await setUp();
    await settings.network.save({
      mode: 'none',
      address: '',
      username: '',
      noProxy: '',
      ca: { kind: 'file', path: '/x' },
    });
    await settings.close();
    const { network, problems, control } = await setUp(folder);
    const port = await startServer();
    expect((await network.fetch(`http://127.0.0.1:${port}/`, { purpose: 'login' })).status).toBe(200);
    expect(problems).toMatchObject([{ code: 'TLS_MATERIAL' }]);
    // Saving such settings is refused; what was stored stays.
    await expect(control.save(draft({ mode: 'none', ca: { kind: 'file', path: '/y' } }))).rejects.toMatchObject({
      code: 'TLS_MATERIAL',
    });
    expect(settings.network.get().ca).toEqual({ kind: 'file', path: '/x' });
  });

  it.each([
    ['', false],
    ['proxy.example', true],
    ['proxy.example:3128', true],
    ['http://proxy.example:3128', true],
    ['https://[::1]:3128/', true],
    ['socks5://proxy.example:1080', false],
    ['http://user:canary@proxy.example', false],
    ['http://proxy.example/path', false],
    ['file:///etc/passwd', false],
  ])('address %j: %s', (address, isGood) => {
    const parsed = NetworkSettingsDraft.safeParse({ ...DRAFT, address });
    expect(parsed.success).toBe(isGood);
    expect(JSON.stringify(parsed.error?.issues ?? '')).not.toContain('canary');
  });
});

describe('trying a proxy', () => {
  it('tells how the host was reached, and changes nothing', async () => {
    const carrier = await startTestProxy({ places: { 'plain.example:80': await startServer() } });
    closers.push(() => carrier.close());
    const { control, network } = await setUp();
    const tried = await control.test(draft({ address: `127.0.0.1:${carrier.port}` }), 'http://plain.example/');
    expect(tried).toMatchObject({ isGood: true, hint: null });
    expect(tried.sentence).toMatch(
      new RegExp(`^plain\\.example was reached through the proxy 127\\.0\\.0\\.1:${carrier.port} in \\d+ ms\\.$`),
    );
    expect(await control.settings()).toMatchObject({ mode: 'system', address: '' });
    expect(network.targets().every(({ listedAs }) => listedAs !== null)).toBe(true);
  });

  it.each([
    ['http://plain.example/', /cannot be used/],
    ['plain.example', /cannot be used/],
    ['http://169.254.169.254/', /set-up/],
    ['file:///etc/passwd', /not one of the web/],
    ['not a url', /not one of the web/],
  ])('tells what is wrong: %s', async (url, sentence) => {
    const { control } = await setUp();
    const tried = await control.test(draft({ address: '127.0.0.1:9' }), url);
    expect(tried).toMatchObject({ isGood: false, sentence: expect.stringMatching(sentence) as string });
  });
});

it('own certificates are trusted beside the system’s, from the moment they are saved', async () => {
  const { ca, server } = makeWebCertificates();
  const { createServer: createTls } = await import('node:https');
  const tls = createTls({ cert: server.certificate, key: server.key }, (_request, response) => response.end('safe'));
  closers.push(() => tls.close());
  await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(tls.address() as AddressInfo).port}/`;
  const { control, network } = await setUp();
  await expect(network.fetch(url, { purpose: 'login' })).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
  await control.save(draft({ mode: 'none', ca: { kind: 'text', pem: ca } }));
  expect(await readText(url, await network.fetch(url, { purpose: 'login' }))).toBe('safe');
});
