import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, parseProxyUrl, watchSockets, type NetworkConfig } from '../../src/core/network/index.ts';
import { form, PIXEL, stage } from '../../src/core/support/testing.ts';
import type { SmtpSettings } from '../../src/shared/contract/support.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import { makeWebCertificates, type WebCertificates } from '../support/certificates.ts';
import { startTestProxy, type TestProxy, type TestProxyOptions } from '../support/test-proxy.ts';

/** Mail to support over a real mail server with TLS: taken, refused, not trusted, not there. */
let certificates: WebCertificates;
const servers: SMTPServer[] = [];
const proxies: TestProxy[] = [];

type Taken = {
  readonly from: string;
  readonly to: ReadonlyArray<string>;
  readonly raw: Buffer;
  readonly secure: boolean;
  readonly hello: string;
};

beforeAll(() => {
  certificates = makeWebCertificates();
});

afterEach(async () => {
  for (const each of proxies.splice(0)) await each.close();
  for (const server of servers.splice(0)) await new Promise<void>((resolve) => server.close(() => resolve()));
});

async function serve(more: SMTPServerOptions = {}): Promise<{ port: number; taken: Taken[]; signIns: string[] }> {
  const taken: Taken[] = [];
  const signIns: string[] = [];
  const server = new SMTPServer({
    cert: certificates.server.certificate,
    key: certificates.server.key,
    secure: true,
    onAuth({ username = '', password = '' }, _session, done) {
      signIns.push(username);
      if (username === 'ann' && password === 'right-pa55') done(null, { user: username });
      else done(new Error('535 5.7.8 no'));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
          secure: session.secure,
          hello: session.clientHostname + session.hostNameAppearsAs,
        });
        done();
      });
    },
    ...more,
  });
  server.on('error', () => undefined); // A client that refuses our certificate is what a test wants.
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return { port: (server.server.address() as AddressInfo).port, taken, signIns };
}

function settings(port: number, changes: Partial<SmtpSettings> = {}): SmtpSettings {
  const { ca } = certificates;
  return { host: '127.0.0.1', port, tls: 'implicit', username: 'ann', from: 'ann@example.com', ca, ...changes };
}

const set = (text: string) => ({ kind: 'set', value: new Secret(text) }) as const;

describe('a mail to support by the user’s mail server', () => {
  test('is taken over TLS, byte for byte as it was shown @securityTest support-mail-smtp', async () => {
    const { port, taken } = await serve();
    const { support, contacts } = stage();
    await support.saveSmtp(settings(port), set('right-pa55'));
    expect(await support.info()).toMatchObject({ hasSmtpPassword: true, ways: ['mail-program', 'mailto', 'smtp'] });
    const picture = { type: 'image/png', base64: PIXEL } as const;
    const typed = form({ message: 'Hello\n.\n..dots\npassword=hunter2', contact: 'bob@example.com', picture });
    const mail = await support.prepare(typed, 'smtp');
    const outcome = await support.send(mail.id, null);
    expect(outcome.kind).toBe('sent');
    expect(taken).toHaveLength(1);
    const [got] = taken;
    expect(got).toMatchObject({ from: 'ann@example.com', to: ['support@conduktor.io'], secure: true });
    expect(got?.raw.toString('utf8').startsWith(`${mail.headers}\r\n\r\n`)).toBe(true);
    expect(got?.raw.length).toBe(mail.bytes);
    const parsed = await PostalMime.parse(got!.raw);
    expect(parsed.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(mail.text.trimEnd());
    expect(parsed.text).toContain('password=•••');
    expect(parsed.from).toEqual({ address: 'ann@example.com', name: '' });
    expect(parsed.replyTo).toEqual([{ address: 'bob@example.com', name: '' }]);
    expect(parsed.headers.some(({ key }) => key === 'x-unsent' || key === 'x-mailer')).toBe(false);
    expect(parsed.attachments.map(({ filename }) => filename)).toEqual(['screenshot.png']);
    expect(contacts).toEqual([`127.0.0.1:${port}`]);
  });

  test('is taken over STARTTLS, too, and never without where it was asked for', async () => {
    const { port, taken } = await serve({ secure: false });
    const { support } = stage();
    await support.saveSmtp(settings(port, { tls: 'starttls' }), set('right-pa55'));
    await support.send((await support.prepare(form(), 'smtp')).id, null);
    expect(taken.map(({ secure }) => secure)).toEqual([true]);
    const open = await serve({ secure: false, disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    const answer = support.testSmtp(settings(open.port, { tls: 'starttls' }), set('right-pa55'));
    await expect(answer).rejects.toMatchObject({ code: 'TLS_FAILED' });
    expect(open.signIns).toEqual([]); // The password was not said.
  });

  test('is kept where the password is wrong, and the sentence says so', async () => {
    const { port, taken, signIns } = await serve();
    const { support, drafts } = stage();
    await support.saveSmtp(settings(port), set('wrong-pa55'));
    const { id } = await support.saveDraft(null, form());
    const mail = await support.prepare(form(), 'smtp');
    const answer = support.send(mail.id, id);
    await expect(answer).rejects.toMatchObject({ code: 'AUTH_FAILED', retryable: false });
    await expect(answer).rejects.not.toThrow(/wrong-pa55/);
    expect(drafts()).toHaveLength(1);
    expect(taken).toEqual([]);
    expect(signIns).toEqual(['ann']); // Once: more could lock the account.
    await support.saveSmtp(settings(port), set('right-pa55'));
    expect((await support.send(mail.id, id)).kind).toBe('sent');
    expect(drafts()).toEqual([]);
  });

  test('does not go to a server whose certificate nobody vouches for', async () => {
    const { port, taken, signIns } = await serve();
    const { support } = stage();
    for (const ca of ['', certificates.untrustedCa]) {
      const answer = support.testSmtp(settings(port, { ca }), set('right-pa55'));
      await expect(answer).rejects.toMatchObject({ code: 'TLS_UNTRUSTED', retryable: false });
    }
    const startTls = await serve({ secure: false });
    const untrusted = support.testSmtp(settings(startTls.port, { tls: 'starttls', ca: '' }), set('right-pa55'));
    await expect(untrusted).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
    expect({ taken, signIns: [...signIns, ...startTls.signIns] }).toEqual({ taken: [], signIns: [] });
    // Twin: with the right CA the same test passes.
    expect((await support.testSmtp(settings(port), set('right-pa55'))).answer).toContain('127.0.0.1');
  });

  test('is kept where the server is down, or is none', async () => {
    const { port } = await serve();
    const { support, drafts } = stage();
    await new Promise<void>((resolve) => servers.splice(0)[0]?.close(() => resolve()));
    await support.saveSmtp(settings(port), set('right-pa55'));
    const { id } = await support.saveDraft(null, form());
    const mail = await support.prepare(form(), 'smtp');
    await expect(support.send(mail.id, id)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED', retryable: true });
    expect(drafts()).toHaveLength(1);
    const plain = await serve({ secure: false, hideSTARTTLS: true });
    await expect(support.testSmtp(settings(plain.port), set('right-pa55'))).rejects.toMatchObject({
      code: 'TLS_FAILED',
    });
  });

  test('says what the server said where it does not take it', async () => {
    const { port } = await serve({
      onRcptTo: (_address, _session, done) => done(new Error('550 5.7.1 relaying denied')),
    });
    const { support } = stage();
    await support.saveSmtp(settings(port), set('right-pa55'));
    const mail = await support.prepare(form(), 'smtp');
    await expect(support.send(mail.id, null)).rejects.toThrow(/relaying denied/);
  });

  test('is in the ledger of who was contacted, with its reason @securityTest support-mail-ledger', async () => {
    const { port, taken } = await serve();
    const network = createNetwork({ clock: Date.now });
    const sink = network.connections('a cluster');
    const watch = watchSockets(sink.receive);
    try {
      const { support } = stage({ network });
      await support.saveSmtp(settings(port), set('right-pa55'));
      await support.send((await support.prepare(form(), 'smtp')).id, null);
      expect(taken).toHaveLength(1);
      const target = network.targets().find((each) => each.port === port);
      expect(target).toMatchObject({ host: '127.0.0.1', listedAs: 'mail server of Settings', connections: 1 });
      // Twin: a mail server nobody named is on the ledger all the same, and marked.
      const other = await serve();
      await stage().support.testSmtp(settings(other.port), set('right-pa55'));
      expect(network.targets().find((each) => each.port === other.port)?.listedAs).toBeNull();
    } finally {
      watch.stop();
      sink.end();
    }
  });
});

describe('through the proxy of Settings', () => {
  async function proxy(options: TestProxyOptions = {}): Promise<TestProxy> {
    const started = await startTestProxy(options);
    proxies.push(started);
    return started;
  }

  /** A network as Settings would have it: this proxy, also to this computer, where the servers of a test are. */
  function by({ port }: TestProxy, { auth = '', noProxy = '<-loopback>', ca = '' } = {}) {
    const network = createNetwork();
    const server = parseProxyUrl(`http://${auth === '' ? '' : `${auth}@`}127.0.0.1:${port}`)!;
    const config: NetworkConfig = { proxy: { mode: 'manual', server, noProxy }, ca: ca === '' ? [] : [ca] };
    network.configure(config);
    return network;
  }

  test.each(['implicit', 'starttls'] as const)(
    'a mail over %s TLS goes by CONNECT, with user and password where asked, and the ledger says so @securityTest support-mail-proxy',
    async (tls) => {
      const { port, taken } = await serve({ secure: tls === 'implicit' });
      for (const auth of ['', 'ann:pr0xy-pa55']) {
        const carrier = await proxy(auth === '' ? {} : { auth });
        const network = by(carrier, { auth });
        const { support } = stage({ network });
        await support.saveSmtp(settings(port, { tls }), set('right-pa55'));
        const outcome = await support.send((await support.prepare(form(), 'smtp')).id, null);
        expect(outcome.kind).toBe('sent');
        expect(carrier.asked).toEqual([`CONNECT 127.0.0.1:${port}`]);
        const target = network.targets().find((each) => each.port === port);
        expect(target).toMatchObject({
          host: '127.0.0.1',
          via: `127.0.0.1:${carrier.port}`,
          listedAs: 'mail server of Settings',
          purposes: [{ purpose: 'support mail', count: 1 }],
        });
        await expect.poll(() => network.targets().find((each) => each.port === port)?.received).toBeGreaterThan(500);
      }
      expect(taken.map(({ secure }) => secure)).toEqual([true, true]);
    },
  );

  test('is refused by a sentence that names the proxy, not the mail server', async () => {
    const { port, taken, signIns } = await serve();
    const asks = await proxy({ auth: 'ann:pr0xy-pa55' });
    const cases = [
      [by(asks), /proxy 127\.0\.0\.1:\d+ asks for a user name/],
      [by(asks, { auth: 'ann:wrong' }), /proxy 127\.0\.0\.1:\d+ refuses the user name or the password/],
      [by(await proxy({ status: 403 })), /proxy 127\.0\.0\.1:\d+ does not let this computer reach 127\.0\.0\.1:\d+/],
      [by({ port: 1 } as TestProxy), /The proxy cannot be used: 127\.0\.0\.1:1 refuses the connection/],
    ] as const;
    for (const [network, sentence] of cases) {
      const answer = stage({ network }).support.testSmtp(settings(port), set('right-pa55'));
      await expect(answer).rejects.toMatchObject({
        code: 'PROXY_FAILED',
        message: expect.stringMatching(sentence) as string,
      });
      await expect(answer).rejects.not.toThrow(/pr0xy-pa55|right-pa55/);
    }
    // Nothing went round the proxy.
    expect({ taken, signIns }).toEqual({ taken: [], signIns: [] });
  });

  test('is not used where it is excepted, nor where there is none', async () => {
    const { port } = await serve();
    const carrier = await proxy();
    const none = by(carrier);
    none.configure({ proxy: { mode: 'none' }, ca: [] });
    for (const network of [
      none,
      by(carrier, { noProxy: '' }),
      by(carrier, { noProxy: `<-loopback>,127.0.0.1:${port}` }),
    ]) {
      await stage({ network }).support.testSmtp(settings(port), set('right-pa55'));
      expect(network.targets().find((each) => each.via !== null)).toBeUndefined();
    }
    expect(carrier.asked).toEqual([]);
    // Twin: the same proxy without the exception is used.
    await stage({ network: by(carrier) }).support.testSmtp(settings(port), set('right-pa55'));
    expect(carrier.asked).toEqual([`CONNECT 127.0.0.1:${port}`]);
  });

  test('the system’s proxy carries mail, too, and is passed over where it is gone and the system says what then', async () => {
    const { port } = await serve();
    const carrier = await proxy({ places: { [`mail.example:${port}`]: port } });
    const asked: string[] = [];
    const network = createNetwork({
      systemRoutes: (url) => {
        asked.push(url.href);
        const ways = [1, carrier.port].map((at) => parseProxyUrl(`127.0.0.1:${at}`)!);
        return Promise.resolve(ways.map((server) => ({ kind: 'proxy', server }) as const));
      },
    });
    network.configure({ proxy: { mode: 'system' }, ca: [] });
    const answer = stage({ network }).support.testSmtp(settings(port, { host: 'mail.example' }), set('right-pa55'));
    // The certificate is for this computer: that it is looked at shows that the proxy carries only.
    await expect(answer).rejects.toMatchObject({ code: 'TLS_HOST_MISMATCH' });
    expect(asked).toEqual([`https://mail.example:${port}/`]);
    expect(carrier.asked).toEqual([`CONNECT mail.example:${port}`]);
  });

  test('the certificates of Settings are trusted beside those of the mail server @securityTest support-mail-own-ca', async () => {
    const { port } = await serve();
    const carrier = await proxy();
    const own = by(carrier, { ca: certificates.ca });
    for (const ca of ['', certificates.untrustedCa]) {
      const trusted = stage({ network: own }).support.testSmtp(settings(port, { ca }), set('right-pa55'));
      await expect(trusted).resolves.toMatchObject({ answer: expect.stringContaining('127.0.0.1') as string });
      // Twin: without them it is not.
      const answer = stage({ network: by(carrier) }).support.testSmtp(settings(port, { ca }), set('right-pa55'));
      await expect(answer).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
    }
  });

  test('an address that hands out credentials of this computer is not connected to, with or without it', async () => {
    const carrier = await proxy();
    for (const network of [by(carrier), createNetwork()]) {
      const answer = stage({ network }).support.testSmtp(settings(25, { host: '169.254.169.254' }), set('x'));
      await expect(answer).rejects.toMatchObject({ code: 'BAD_INPUT' });
    }
    expect(carrier.asked).toEqual([]);
  });
});
