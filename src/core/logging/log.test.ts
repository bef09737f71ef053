import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../../shared/values/secret.ts';
import { createLog } from './log.ts';
import { createMasker } from './masker.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function written(): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}

describe('createLog', () => {
  it('writes one JSON line each, with time, level, room, event and fields', async () => {
    const log = createLog({ folder, level: 'info', clock: () => 0 });
    log.child('kafka').warn('connection-lost', { broker: 'b:9092', attempt: 2 });
    await log.close();
    expect(JSON.parse(written())).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      level: 'warn',
      room: 'kafka',
      event: 'connection-lost',
      broker: 'b:9092',
      attempt: 2,
    });
  });

  it('leaves out what is below its level', async () => {
    const log = createLog({ folder, level: 'warn' });
    log.info('no');
    log.debug('no');
    log.error('yes');
    await log.close();
    expect(written()).not.toContain('"no"');
    expect(written()).toContain('"yes"');
  });

  it('does not let a field take the place of time, level or event', async () => {
    const log = createLog({ folder, level: 'info', clock: () => 0 });
    log.info('start', { event: 'forged', level: 'debug', time: 'never' });
    await log.close();
    expect(written()).toBe('{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"start"}\n');
  });

  it('keeps a line break in a value from starting a line of its own', async () => {
    const log = createLog({ folder, level: 'info' });
    log.info('start', { name: 'x\n{"level":"error","event":"forged"}' });
    await log.close();
    expect(written().trimEnd().split('\n')).toHaveLength(1);
  });

  it('rotates at five megabytes and keeps three files', async () => {
    const log = createLog({ folder, level: 'info' });
    for (let line = 0; line < 1_300; line += 1) log.info('bulk', { text: 'x '.repeat(8_000) });
    await log.close();
    expect(readdirSync(folder).sort()).toEqual(['conduktor.log', 'conduktor1.log', 'conduktor2.log']);
  });

  it('loses no line of a burst, neither while it rotates nor when it is closed at once', async () => {
    const log = createLog({ folder, level: 'info' });
    for (let line = 0; line < 700; line += 1) log.info(`n${line}`, { text: 'x '.repeat(8_000) });
    await log.close();
    const text = written();
    expect(Array.from({ length: 700 }, (_, line) => `"n${line}"`).filter((event) => !text.includes(event))).toEqual([]);
  });

  it('goes on without a file where the folder cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const log = createLog({ folder: join(folder, 'file'), level: 'info' });
    log.info('start');
    await log.close();
  });

  it.skipIf(process.platform === 'win32')('lets only this user read the file', async () => {
    const log = createLog({ folder, level: 'info' });
    log.info('start');
    await log.close();
    expect(statSync(join(folder, 'conduktor.log')).mode & 0o777).toBe(0o600);
  });

  it.skipIf(process.platform === 'win32')('does not follow a link that someone put under its name', async () => {
    const target = join(folder, 'target');
    writeFileSync(target, '');
    symlinkSync(target, join(folder, 'conduktor.log'));
    const log = createLog({ folder, level: 'info' });
    log.info('start');
    await log.close();
    expect(readFileSync(target, 'utf8')).toBe('');
  });
});

/** Twelve kinds of secrets, each with a text of its own, through every way into the log. */
const CANARIES: Readonly<Record<string, string>> = {
  saslPassword: 'canary-sasl-9f3a',
  jaas: 'canary"jaas\\7b1c',
  urlUser: 'canary-url-user-4d',
  query: 'canary-query-55e0',
  bearer: 'canaryBearerToken0123456789',
  basic: 'canary-basic-3c',
  pem: 'MIICanaryPemBodyLineThatIsLongEnough00',
  passphrase: 'canary pass phrase',
  storePassword: 'canary/store+pw=1',
  apiKey: 'canary-api-key-ff',
  cookie: 'canary-cookie-value',
  jwt: 'eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOjF9.c2lnbmF0dXJl',
};

/** Every place and form a secret was seen to leak from; none of them tells the masker what the secret is. */
function leakEverywhere(log: ReturnType<typeof createLog>): void {
  const c = CANARIES as Record<keyof typeof CANARIES & string, string>;
  const config = {
    'sasl.password': c['saslPassword'],
    'sasl.jaas.config': `org.x.PlainLoginModule required username="u" password=${JSON.stringify(c['jaas'])};`,
    ssl: { keyPassphrase: c['passphrase'], keystore: { path: '/x.jks', password: c['storePassword'] } },
    headers: [
      ['Authorization', `Bearer ${c['bearer']}`],
      ['Cookie', `s=${c['cookie']}`],
    ],
    list: [{ name: 'api_key', value: c['apiKey'] }],
    map: new Map<string, unknown>([['client.secret', c['apiKey']]]),
    set: new Set([`Basic ${Buffer.from(`u:${c['basic']}`).toString('base64')}`]),
    bytes: Buffer.from(c['saslPassword'] ?? ''),
    secret: new Secret(c['saslPassword'] ?? ''),
  };
  const pem = `-----BEGIN PRIVATE KEY-----\n${c['pem']}\n-----END PRIVATE KEY-----\n`;
  const cycle: Record<string, unknown> = { config };
  cycle['self'] = cycle;
  const cause = Object.assign(new Error(`GET https://u:${c['urlUser']}@h/x?token=${c['query']} failed`), { config });
  const error = new AppError('AUTH_FAILED', `no: {"password":"${c['saslPassword']}"}`, { cause, hint: pem });
  for (const level of ['error', 'warn', 'info', 'debug'] as const) {
    log[level]('merged-config', {
      config,
      text: JSON.stringify(config),
      nested: JSON.stringify(JSON.stringify(config)),
    });
    log[level]('failed', { error, data: error.toData(), all: new AggregateError([cause, error], 'all') });
    log[level](`text password=${c['saslPassword']}`, { cycle, pem, line: `ssl.key.password=${c['passphrase']}` });
    log[level]('token', { jwt: c['jwt'], stack: cause.stack, env: { KAFKA_PASSWORD: c['saslPassword'] } });
  }
}

/** The forms in which a secret must not be found either. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [secret, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(secret), base64];
}

describe('canary secrets', () => {
  it('leave no trace in the file by their form alone @securityTest log-masking', async () => {
    const log = createLog({ folder, level: 'debug' });
    leakEverywhere(log);
    await log.close();
    const text = written();
    const hits = Object.entries(CANARIES).filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)));
    expect(hits).toEqual([]);
    expect(text.split('\n').length).toBeGreaterThan(15);
  });

  it('leave no trace in places no form gives them away, once they are learnt', async () => {
    const masker = createMasker();
    for (const secret of Object.values(CANARIES)) masker.learn(new Secret(secret));
    const log = createLog({ folder, level: 'debug', masker });
    for (const secret of Object.values(CANARIES)) {
      for (const form of formsOf(secret)) log.info(`said ${form} aloud`, { [form]: form, deep: [{ form }] });
      log.error('wrapped', { text: Buffer.from(`ab${secret}cd`).toString('base64'), error: new Error(`x${secret}y`) });
    }
    await log.close();
    const text = written();
    const hits = Object.entries(CANARIES).filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)));
    expect(hits).toEqual([]);
  });

  it('are really searched for: without the masker every one of them is found', () => {
    const text = JSON.stringify(Object.values(CANARIES).flatMap(formsOf));
    expect(Object.values(CANARIES).every((secret) => formsOf(secret).some((form) => text.includes(form)))).toBe(true);
  });
});
