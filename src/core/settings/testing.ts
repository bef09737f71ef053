import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterDraft } from '../../shared/contract/clusters.ts';
import { Secret } from '../../shared/values/secret.ts';
import type { SecretBox } from './secret-box.ts';
import { openSettings, type Settings, type SettingsOptions } from './settings.ts';

/** What the tests of this room share: a folder, a clock that counts, ids in a row, a box that really hides. */

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'settings-test-'));
}

/** Turns the text round and marks it: not readable in a file, and wrong input is noticed. */
export function reversingBox(kind: SecretBox['kind'] = 'system'): SecretBox {
  return {
    kind,
    sentence: '',
    encrypt: async (text) => Buffer.from(`box:${[...text].reverse().join('')}`).toString('base64'),
    decrypt: async (ciphertext) => {
      const text = Buffer.from(ciphertext, 'base64').toString();
      if (!text.startsWith('box:')) throw new Error('not from this box');
      return [...text.slice(4)].reverse().join('');
    },
  };
}

export function open(folder: string, options: Partial<SettingsOptions> = {}): Promise<Settings> {
  let now = 1_000;
  return openSettings({
    folder,
    secretBox: reversingBox(),
    clock: () => (now += 1_000),
    newId: () => crypto.randomUUID(),
    ...options,
  });
}

const NONE = { kind: 'none' } as const;

export function draft(changes: Partial<ClusterDraft> = {}): ClusterDraft {
  return {
    name: 'orders',
    color: '#112233',
    mode: 'normal',
    engine: 'platformatic',
    bootstrapServers: 'broker:9092',
    protocol: 'PLAINTEXT',
    sasl: { mechanism: 'PLAIN', username: '', password: NONE },
    tls: {
      tlsFrom: 'pem',
      ca: NONE,
      certificate: NONE,
      key: NONE,
      keyPassphrase: NONE,
      truststore: NONE,
      keystore: NONE,
      serverName: '',
    },
    registry: registry(),
    neverStore: false,
    ...changes,
  };
}

/** Off, unless `urls` says where. */
export function registry(changes: Partial<ClusterDraft['registry']> = {}): ClusterDraft['registry'] {
  const tls = { ca: NONE, certificate: NONE, key: NONE, keyPassphrase: NONE, serverName: '' };
  return { urls: '', auth: 'none', username: '', password: NONE, token: NONE, tls, ...changes };
}

export function withPassword(password: string, name = 'orders'): ClusterDraft {
  const value = { kind: 'set', value: new Secret(password) } as const;
  return draft({ name, protocol: 'SASL_SSL', sasl: { mechanism: 'PLAIN', username: 'bob', password: value } });
}

/** Everything under the folder as one text. */
export function allText(folder: string): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

/** Forms in which a secret in the folder could be read by anybody: plain, hex, base64 wherever it starts. */
export function readableForms(folder: string, secret: string): string[] {
  const text = allText(folder);
  const base64 = [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    return bytes.toString('base64').slice(shift === 0 ? 0 : shift + 1, Math.floor((bytes.length * 8) / 6));
  });
  return [secret, Buffer.from(secret).toString('hex'), ...base64].filter((form) => text.includes(form));
}

export function put(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

export function names(settings: Settings): string[] {
  return settings.clusters.list().map((cluster) => cluster.name);
}
