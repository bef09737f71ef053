import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { PICTURE_LIMIT, SupportForm } from '../../shared/contract/support.ts';
import { installationFacts } from './facts.ts';
import { LOG_TAIL_BYTES, readLogTail } from './log-tail.ts';
import { form, PIXEL, stage } from './testing.ts';

const SECRETS = ['hunter2-pa55', 'c4n4ry-t0ken', 'jaas-s3cret'];
const LEAKY = [
  'I use https://alice:hunter2-pa55@registry:8081 and',
  'Authorization: Bearer c4n4ry-t0ken',
  'sasl.jaas.config=org.x.PlainLoginModule required username="alice" password="jaas-s3cret";',
].join('\n');

/** The check: used on what leaves, and on what was typed. */
function secretsIn(text: string): ReadonlyArray<string> {
  const plain = text.replaceAll(/=\r?\n/g, '');
  return SECRETS.filter((secret) => plain.includes(secret) || plain.includes(Buffer.from(secret).toString('base64')));
}

describe('a mail to support', () => {
  test('is what the user was shown, attachments and all @securityTest support-mail-exact', async () => {
    const { support, opened, logFile } = stage();
    writeFileSync(logFile, '{"event":"app.start"}\n{"event":"connect","password":"hunter2-pa55"}\n');
    const picture = { type: 'image/png', base64: PIXEL } as const;
    const typed = form({ message: `Grüße\n\n${LEAKY}`, contact: 'ann@example.com', attachLog: true, picture });
    const mail = await support.prepare(typed, 'mail-program');
    expect(await support.send(mail.id, null)).toEqual({ kind: 'draft-opened', file: opened[0] });
    const raw = readFileSync(opened[0]!);
    const parsed = await PostalMime.parse(raw);
    expect(parsed.to).toEqual([{ address: 'support@conduktor.io', name: '' }]);
    expect(parsed.replyTo).toEqual([{ address: 'ann@example.com', name: '' }]);
    expect(parsed.cc ?? parsed.bcc).toBeUndefined();
    expect(parsed.subject).toBe('Conduktor problem: Grüße');
    expect(parsed.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(mail.text.trimEnd());
    expect(raw.toString('utf8').startsWith(`${mail.headers}\r\n\r\n`)).toBe(true);
    expect(parsed.headers.find(({ key }) => key === 'x-unsent')?.value).toBe('1');
    expect(parsed.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      ['screenshot.png', 'image/png'],
      ['conduktor.log', 'text/plain'],
    ]);
    expect(mail.attachments.map(({ name, bytes }) => [name, bytes])).toEqual(
      parsed.attachments.map(({ filename, content }) => [filename, (content as ArrayBuffer).byteLength]),
    );
    expect(Buffer.from(parsed.attachments[0]!.content as ArrayBuffer).toString('base64')).toBe(PIXEL);
    expect(Buffer.from(parsed.attachments[1]!.content as ArrayBuffer).toString()).toBe(mail.attachments[1]?.text);
    expect(
      secretsIn(raw.toString('utf8') + mail.text + mail.attachments.map(({ text }) => text ?? '').join('')),
    ).toEqual([]);
    expect(parsed.text).toContain('alice:•••@registry');
  });

  test('twin: the same check finds the secrets in what was typed', () => {
    expect(secretsIn(LEAKY)).toEqual(SECRETS);
  });

  test('names neither this computer nor its user', async () => {
    const { support, opened } = stage();
    const mail = await support.prepare(form(), 'mail-program');
    await support.send(mail.id, null);
    const raw = readFileSync(opened[0]!, 'utf8');
    expect(raw).not.toContain(hostname());
    expect(JSON.stringify(installationFacts('desktop', '1.0.0'))).not.toContain(hostname());
    if (userInfo().username.length > 4) expect(raw).not.toContain(userInfo().username);
  });

  test.each([
    ['a line end in the message', form({ message: 'Hello\r\nBcc: evil@example.org\r\n\r\nx' })],
    ['a line end in the error', form({ message: '', error: 'Failed\r\nCc: evil@example.org' })],
    ['a return alone', form({ message: 'Hello\rBcc: evil@example.org' })],
  ])('takes no further recipients from %s', async (_, typed) => {
    const { support, opened } = stage();
    await support.send((await support.prepare(typed, 'mail-program')).id, null);
    const parsed = await PostalMime.parse(readFileSync(opened[0]!));
    expect([...(parsed.to ?? []), ...(parsed.cc ?? []), ...(parsed.bcc ?? [])].map(({ address }) => address)).toEqual([
      'support@conduktor.io',
    ]);
  });

  test.each(['a\nb@example.com', 'ann@example.com, eve@example.com', 'Ann <ann@example.com>', 'ann'])(
    'takes %j for no address',
    (contact) => {
      expect(SupportForm.safeParse(form({ contact })).success).toBe(false);
    },
  );

  test('carries no log unless asked, and none where there is none', async () => {
    const { support, logFile } = stage();
    expect((await support.prepare(form({ attachLog: true }), 'mail-program')).attachments).toEqual([]);
    writeFileSync(logFile, 'x\n');
    expect((await support.prepare(form(), 'mail-program')).attachments).toEqual([]);
  });

  test('is refused where it is empty, or its picture is none', async () => {
    const { support } = stage();
    await expect(support.prepare(form({ message: ' ' }), 'mail-program')).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const picture = { type: 'image/jpeg', base64: PIXEL } as const;
    await expect(support.prepare(form({ picture }), 'mail-program')).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const huge = { type: 'image/png', base64: 'A'.repeat(PICTURE_LIMIT * 2) };
    expect(SupportForm.safeParse({ ...form(), picture: huge }).success).toBe(false);
  });

  test('is sent once, and not under an id that was made up', async () => {
    const { support, opened } = stage();
    const mail = await support.prepare(form(), 'mail-program');
    await support.send(mail.id, null);
    await expect(support.send(mail.id, null)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(support.send('id-99', null)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(opened).toHaveLength(1);
  });

  test('lies in a folder only this user can open, until the app closes', async () => {
    const { support, opened, folder } = stage();
    await support.send((await support.prepare(form(), 'mail-program')).id, null);
    const file = opened[0]!;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(path.dirname(file))).mode & 0o777).toBe(0o700);
    await support.close();
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('ways out', () => {
  test('the desktop opens drafts, a browser saves them, a link works on both', async () => {
    const smtp = {
      host: 'mail.example.com',
      port: 465,
      tls: 'implicit',
      username: '',
      from: 'a@example.com',
      ca: '',
    } as const;
    expect((await stage().support.info()).ways).toEqual(['mail-program', 'mailto']);
    expect((await stage({ host: 'console', openMailDraft: undefined, smtp }).support.info()).ways).toEqual([
      'download',
      'mailto',
      'smtp',
    ]);
    const { support } = stage();
    await expect(support.prepare(form(), 'smtp')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });

  test('a browser gets the draft as it was shown', async () => {
    const { support } = stage({ host: 'console', openMailDraft: undefined });
    const mail = await support.prepare(form(), 'download');
    const outcome = await support.send(mail.id, null);
    if (outcome.kind !== 'download') throw new Error('not a download');
    expect(Buffer.from(outcome.base64, 'base64').toString('utf8').startsWith(mail.headers)).toBe(true);
    expect(outcome.name).toMatch(/\.eml$/);
  });

  test('a link puts what it cannot carry into files to be added by hand', async () => {
    const { support, logFile } = stage();
    writeFileSync(logFile, 'a line\n');
    const typed = form({ message: `${LEAKY}\n${'long '.repeat(900)}`, attachLog: true });
    const outcome = await support.send((await support.prepare(typed, 'mailto')).id, null);
    if (outcome.kind !== 'mailto') throw new Error('not a link');
    expect(outcome.files.map((file) => path.basename(file))).toEqual(['message.txt', 'conduktor.log']);
    expect(new Set(outcome.files.map((file) => path.dirname(file)))).toEqual(new Set([outcome.folder]));
    expect(secretsIn(decodeURIComponent(outcome.url) + readFileSync(outcome.files[0]!, 'utf8'))).toEqual([]);
    expect(outcome.url).toMatch(/^mailto:support@conduktor\.io\?subject=/);
  });

  test('a draft nobody opens is told and can be sent another way', async () => {
    const { support } = stage({ openMailDraft: () => Promise.reject(new Error('no program')) });
    const mail = await support.prepare(form(), 'mail-program');
    await expect(support.send(mail.id, null)).rejects.toThrow('no program');
    await expect(support.send(mail.id, null)).rejects.toThrow('no program'); // Still there to be tried again.
  });
});

describe('drafts', () => {
  test('keep what was typed, masked, without the picture, until sent or deleted @securityTest support-draft-masked', async () => {
    const { support, drafts } = stage();
    const typed = form({
      message: LEAKY,
      error: LEAKY,
      contact: 'ann@example.com',
      picture: { type: 'image/png', base64: PIXEL },
    });
    const { id } = await support.saveDraft(null, typed);
    expect(await support.saveDraft(id, typed)).toEqual({ id });
    expect(drafts()).toHaveLength(1);
    expect(secretsIn(JSON.stringify(drafts()))).toEqual([]);
    expect(JSON.stringify(drafts())).not.toContain(PIXEL.slice(0, 20));
    expect((await support.info()).drafts[0]).toMatchObject({ id, contact: 'ann@example.com' });
    const other = await support.saveDraft(null, form());
    await support.send((await support.prepare(form(), 'mail-program')).id, other.id);
    expect(drafts().map((draft) => draft.id)).toEqual([id]);
    await support.deleteDraft(id);
    expect(drafts()).toEqual([]);
  });

  test('stay where sending failed', async () => {
    const { support, drafts } = stage({ openMailDraft: () => Promise.reject(new Error('no program')) });
    const { id } = await support.saveDraft(null, form());
    const mail = await support.prepare(form(), 'mail-program');
    await expect(support.send(mail.id, id)).rejects.toThrow();
    expect(drafts()).toHaveLength(1);
  });
});

test('the end of a long log begins with a whole line, and is masked again', async () => {
  const { logFile } = stage();
  const line = `{"event":"connect","note":"${'x'.repeat(90)}"}\n`;
  writeFileSync(logFile, `${'password=hunter2-pa55 '.repeat(10)}\n${line.repeat(3000)}token=c4n4ry-t0ken\n`);
  const tail = await readLogTail(logFile, (text) => text.replaceAll('c4n4ry-t0ken', '•••'));
  expect(tail?.startsWith('{"event"')).toBe(true);
  expect(tail?.endsWith('token=•••\n')).toBe(true);
  expect(Buffer.byteLength(tail ?? '')).toBeLessThanOrEqual(LOG_TAIL_BYTES);
});

test('a password is not sent over an open connection', async () => {
  const { support, contacts } = stage();
  const server = { host: 'mail', port: 25, tls: 'none', username: 'u', from: 'a@example.com', ca: '' } as const;
  const { Secret } = await import('../../shared/values/secret.ts');
  const password = { kind: 'set', value: new Secret('hunter2-pa55') } as const;
  await expect(support.testSmtp(server, password)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await expect(support.saveSmtp(server, password)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  expect(contacts).toEqual([]);
});
