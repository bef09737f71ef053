import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { form, PIXEL, stage } from '../../src/core/support/testing.ts';
import type { SmtpSettings } from '../../src/shared/contract/support.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import { makeWebCertificates, type WebCertificates } from '../support/certificates.ts';

/** Mail to support over a real mail server with TLS: taken, refused, not trusted, not there. */
let certificates: WebCertificates;
const servers: SMTPServer[] = [];

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
});
