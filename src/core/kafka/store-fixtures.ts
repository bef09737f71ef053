import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Real key stores and PEM files, made by keytool and openssl when a test runs: nothing secret lies in the repository. */
export type StoreFixtures = {
  readonly folder: string;
  path(name: string): string;
  read(name: string): Buffer;
  text(name: string): string;
  keytool(...args: ReadonlyArray<string>): void;
  openssl(...args: ReadonlyArray<string>): void;
};

export const STORE_PASSWORD = 'store-pass';
export const KEY_PASSWORD = 'key-pass';

export function makeStores(): StoreFixtures {
  const folder = mkdtempSync(join(tmpdir(), 'stores-test-'));
  const run = (command: string, args: ReadonlyArray<string>) =>
    void execFileSync(command, args, { cwd: folder, stdio: 'pipe' });
  const path = (name: string) => join(folder, name);
  return {
    folder,
    path,
    read: (name) => readFileSync(path(name)),
    text: (name) => readFileSync(path(name), 'utf8'),
    keytool: (...args) => run('keytool', args),
    openssl: (...args) => run('openssl', args),
  };
}

/** Says what is missing on this machine, or null. */
export function missingTool(): string | null {
  for (const [tool, arg] of [
    ['keytool', '-help'],
    ['openssl', 'version'],
  ] as const) {
    try {
      execFileSync(tool, [arg], { stdio: 'pipe' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return tool;
    }
  }
  return null;
}

/** A CA, an RSA and an EC client certificate, keys in every form openssl writes. */
export function makePem({ openssl }: StoreFixtures): void {
  const ca = ['-x509', '-nodes', '-days', '3650', '-subj', '/CN=test-ca'];
  openssl('req', '-newkey', 'rsa:2048', ...ca, '-keyout', 'ca.key', '-out', 'ca.pem');
  const kinds = [
    ['rsa', 'rsa:2048'],
    ['ec', 'ec'],
  ] as const;
  for (const [name, algorithm] of kinds) {
    const options = algorithm === 'ec' ? ['-pkeyopt', 'ec_paramgen_curve:prime256v1'] : [];
    openssl(
      'req',
      '-newkey',
      algorithm,
      ...options,
      '-nodes',
      '-subj',
      `/CN=${name}-client`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    );
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '3000',
      '-out',
      `${name}.pem`,
    );
  }
  openssl('pkcs8', '-topk8', '-in', 'rsa.key', '-out', 'rsa-encrypted.key', '-passout', `pass:${KEY_PASSWORD}`);
  openssl(
    'rsa',
    '-in',
    'rsa.key',
    '-aes128',
    '-traditional',
    '-out',
    'rsa-old.key',
    '-passout',
    `pass:${KEY_PASSWORD}`,
  );
  openssl('x509', '-in', 'rsa.pem', '-outform', 'DER', '-out', 'rsa.der');
  openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'rsa.key', '-outform', 'DER', '-out', 'rsa-key.der');
  openssl('pkey', '-in', 'rsa.key', '-pubout', '-out', 'rsa.pub');
}
