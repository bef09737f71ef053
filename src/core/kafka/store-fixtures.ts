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

/** Trust stores and key stores as keytool and openssl write them: old and new kinds, with and without passwords. */
export function makeKeyStores(stores: StoreFixtures): void {
  for (const type of ['JKS', 'PKCS12'] as const) makeStoresOfKeytool(stores, type);
  const keytool = (text: string, ...more: ReadonlyArray<string>): void =>
    stores.keytool(...text.split(' '), '-storepass', STORE_PASSWORD, ...more);
  const pair = '-genkeypair -alias me -keyalg RSA';
  keytool(
    `${pair} -dname CN=own-key-pass -validity 3000 -keystore keypass.JKS -storetype JKS`,
    '-keypass',
    KEY_PASSWORD,
  );
  keytool(`${pair} -dname CN=me -keystore me.JCEKS -storetype JCEKS`);
  const pkcs12 = (text: string): void => stores.openssl('pkcs12', '-export', ...text.split(' '));
  const whole = `-inkey rsa.key -in rsa.pem -certfile ca.pem -passout pass:${STORE_PASSWORD}`;
  pkcs12(`${whole} -out openssl.p12`);
  pkcs12(`${whole} -legacy -out legacy.p12`);
  pkcs12(`-nokeys -in ca.pem -passout pass:${STORE_PASSWORD} -out nokeys.p12`);
  pkcs12('-nokeys -in ca.pem -keypbe NONE -certpbe NONE -nomac -passout pass: -out open.p12');
}

function makeStoresOfKeytool(stores: StoreFixtures, type: 'JKS' | 'PKCS12'): void {
  const keytool = (text: string, store: string): void =>
    stores.keytool(
      ...text.split(' '),
      '-keystore',
      `${store}.${type}`,
      '-storetype',
      type,
      '-storepass',
      STORE_PASSWORD,
    );
  keytool('-importcert -noprompt -alias ca -file ca.pem', 'trust');
  keytool('-importcert -noprompt -alias rsa -file rsa.pem', 'trust');
  keytool('-genkeypair -alias me -keyalg RSA -keysize 2048 -dname CN=rsa-me -validity 3000', 'rsa');
  keytool('-genkeypair -alias me -keyalg EC -groupname secp256r1 -dname CN=ec-me -validity 3000', 'ec');
}
