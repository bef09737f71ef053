import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../shared/values/secret.ts';
import { readMaterialFile } from './material-file.ts';
import {
  KEY_PASSWORD,
  makeKeyStores,
  makePem,
  makeStores,
  missingTool,
  STORE_PASSWORD,
  type StoreFixtures,
} from './store-fixtures.ts';
import { resolveTls, type TlsSecrets, type TlsSources } from './tls-material.ts';

const NONE = { kind: 'none' } as const;
const SOURCES: TlsSources = {
  tlsFrom: 'pem',
  ca: NONE,
  certificate: NONE,
  key: NONE,
  truststore: NONE,
  keystore: NONE,
  serverName: '',
};

const missing = missingTool();
let stores: StoreFixtures;

function file(name: string) {
  return { kind: 'file', path: stores.path(name) } as const;
}

function pasted(name: string) {
  return { kind: 'text', pem: stores.text(name) } as const;
}

function resolve(sources: Partial<TlsSources>, secrets: Record<string, string> = {}, now = Date.now()) {
  const wrapped = Object.fromEntries(Object.entries(secrets).map(([name, text]) => [name, new Secret(text)]));
  return resolveTls({
    sources: { ...SOURCES, ...sources },
    secrets: wrapped as TlsSecrets,
    readFile: readMaterialFile,
    now,
  });
}

async function sentence(
  sources: Partial<TlsSources>,
  secrets: Record<string, string> = {},
  now?: number,
): Promise<string> {
  const error = await resolve(sources, secrets, now).then(
    () => expect.unreachable('it should have been refused'),
    (reason: unknown) => reason as { code: string; message: string; hint?: string },
  );
  expect(error).toMatchObject({ code: 'TLS_MATERIAL', hint: expect.any(String) });
  return error.message.replaceAll(`${stores.folder}/`, '');
}

function subjects(pem: string | ReadonlyArray<string> | undefined): string[] {
  const text = typeof pem === 'string' ? pem : (pem ?? []).join('');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block).subject);
}

describe.skipIf(missing !== null)(`TLS material (skipped where there is no ${missing ?? 'tool'})`, () => {
  beforeAll(() => {
    stores = makeStores();
    makePem(stores);
    makeKeyStores(stores);
  }, 120_000);

  describe('as PEM', () => {
    it.each(['rsa', 'ec'])('takes files of a CA, an %s certificate and its key', async (name) => {
      const tls = await resolve({ ca: file('ca.pem'), certificate: file(`${name}.pem`), key: file(`${name}.key`) });
      expect(subjects(tls.ca)).toEqual(['CN=test-ca']);
      expect(subjects(tls.certificate)).toEqual([`CN=${name}-client`]);
      expect(tls.key?.reveal()).toContain('-----BEGIN PRIVATE KEY-----');
    });

    it('takes pasted text, with blanks, Windows line ends, written-out breaks, or all on one line', async () => {
      const pem = stores.text('ca.pem');
      const indented = pem.replaceAll('\n', '\r\n   ');
      for (const text of [
        pem,
        indented,
        pem.replaceAll('\n', '\\n'),
        pem.replaceAll('\n', ' '),
        `some words\n${pem}more`,
      ]) {
        expect(subjects((await resolve({ ca: { kind: 'text', pem: text } })).ca)).toEqual(['CN=test-ca']);
      }
    });

    it('takes DER files', async () => {
      const tls = await resolve({ certificate: file('rsa.der'), key: file('rsa-key.der') });
      expect(subjects(tls.certificate)).toEqual(['CN=rsa-client']);
    });

    it.each(['rsa-encrypted.key', 'rsa-old.key'])('decrypts %s with its passphrase', async (name) => {
      const tls = await resolve({ certificate: file('rsa.pem'), key: file(name) }, { keyPassphrase: KEY_PASSWORD });
      expect(tls.key?.reveal()).toContain('-----BEGIN PRIVATE KEY-----');
      expect(tls.keyPassphrase).toBeUndefined();
    });

    it('finds the certificate of the key in a chain, and puts it first', async () => {
      const chain = { kind: 'text', pem: stores.text('ca.pem') + stores.text('rsa.pem') } as const;
      const tls = await resolve({ certificate: chain, key: { kind: 'text' } }, { key: stores.text('rsa.key') });
      expect(subjects(tls.certificate)).toEqual(['CN=rsa-client', 'CN=test-ca']);
    });

    it('finds key and certificate in one text', async () => {
      const both = { kind: 'text', pem: stores.text('rsa.key') + stores.text('rsa.pem') } as const;
      expect(subjects((await resolve({ certificate: both })).certificate)).toEqual(['CN=rsa-client']);
    });

    it('takes no material at all: the system then knows whom to trust', async () => {
      expect(await resolve({ serverName: 'broker' })).toEqual({ ca: [], serverName: 'broker' });
    });

    it('says in one sentence what is wrong', async () => {
      const none = { kind: 'file', path: stores.path('no.pem') } as const;
      const rsa = { certificate: file('rsa.pem') };
      expect(await sentence({ ca: none })).toBe('The file no.pem does not exist.');
      expect(await sentence({ ca: { kind: 'file', path: stores.folder } })).toMatch(/^The file .* is a folder\.$/);
      expect(await sentence({ ca: { kind: 'text', pem: 'hello' } })).toBe(
        'The CA certificate is not a certificate in PEM or DER form.',
      );
      expect(await sentence({ ca: { kind: 'text', pem: '' } })).toBe('The CA certificate is empty.');
      expect(await sentence({ ca: pasted('rsa.key') })).toBe('The CA certificate is a private key, not a certificate.');
      expect(await sentence({ ca: pasted('rsa.csr') })).toBe(
        'The CA certificate is PEM of the kind CERTIFICATE REQUEST, not a certificate.',
      );
      expect(await sentence({ ca: file('trust.JKS') })).toBe(
        'The CA certificate trust.JKS is a Java key store, not PEM.',
      );
      expect(await sentence({ ca: { kind: 'text', pem: pasted('ca.pem').pem.slice(0, 300) } })).toBe(
        'The CA certificate is damaged and could not be read.',
      );
      expect(await sentence({ ...rsa, key: file('rsa.pem') })).toBe(
        'The private key rsa.pem is a certificate, not a private key.',
      );
      expect(await sentence({ ...rsa, key: file('rsa.pub') })).toBe(
        'The private key rsa.pub is a public key; the private one is needed.',
      );
      expect(await sentence({ ...rsa, key: file('ec.key') })).toBe(
        'The private key does not belong to the client certificate.',
      );
      expect(await sentence({ ...rsa, key: file('rsa-encrypted.key') })).toBe(
        'The private key rsa-encrypted.key is encrypted and no passphrase is given.',
      );
      expect(await sentence(rsa)).toBe('There is a client certificate but no private key for it.');
      expect(await sentence({ key: file('rsa.key') })).toBe('There is a private key but no client certificate for it.');
    });

    it.each(['rsa-encrypted.key', 'rsa-old.key'])('says that the passphrase of %s is wrong', async (name) => {
      const text = await sentence({ certificate: file('rsa.pem'), key: file(name) }, { keyPassphrase: 'wrong-one' });
      expect(text).toBe(`The private key ${name} could not be decrypted: the passphrase is wrong.`);
    });

    it('names an own certificate that has expired, or is not valid yet, with the day', async () => {
      const own = { certificate: file('rsa.pem'), key: file('rsa.key') };
      expect(await sentence(own, {}, Date.now() + 4000 * 86_400_000)).toMatch(
        /^Your client certificate \(CN=rsa-client\) expired on 20\d\d-\d\d-\d\d\.$/,
      );
      expect(await sentence(own, {}, Date.now() - 86_400_000)).toMatch(/is valid only from 20\d\d-\d\d-\d\d\.$/);
    });

    it.skipIf(process.platform === 'win32')('does not read devices', async () => {
      expect(await sentence({ ca: { kind: 'file', path: '/dev/zero' } })).toBe('The file /dev/zero cannot be read.');
    });
  });

  describe.each(['JKS', 'PKCS12'])('as a %s store of keytool', (type) => {
    it('takes a truststore', async () => {
      const tls = await resolve(
        { tlsFrom: 'store', truststore: file(`trust.${type}`) },
        { truststorePassword: STORE_PASSWORD },
      );
      expect(subjects(tls.ca).sort()).toEqual(['CN=rsa-client', 'CN=test-ca']);
    });

    it.each(['rsa', 'ec'])('takes a keystore with an %s key', async (kind) => {
      const tls = await resolve(
        { tlsFrom: 'store', keystore: file(`${kind}.${type}`) },
        { keystorePassword: STORE_PASSWORD },
      );
      expect(subjects(tls.certificate)).toEqual([`CN=${kind}-me`]);
    });

    it('says that the password is wrong, missing, or the store not the right one', async () => {
      const trust = { tlsFrom: 'store', truststore: file(`trust.${type}`) } as const;
      const own = { tlsFrom: 'store', keystore: file(`rsa.${type}`) } as const;
      expect(await sentence(trust, { truststorePassword: 'no' })).toBe(
        `The password of the truststore trust.${type} is wrong.`,
      );
      expect(await sentence(own, { keystorePassword: 'no' })).toBe(
        `The password of the keystore rsa.${type} is wrong.`,
      );
      expect(await sentence(own)).toBe(`The keystore rsa.${type} needs a password, and none is given.`);
      const swapped = { tlsFrom: 'store', keystore: file(`trust.${type}`) } as const;
      expect(await sentence(swapped, { keystorePassword: STORE_PASSWORD })).toBe(
        `The keystore trust.${type} holds no private key.`,
      );
    });

    it('says that a cut file is damaged', async () => {
      const bytes = stores.read(`rsa.${type}`);
      const input = {
        sources: { ...SOURCES, tlsFrom: 'store', keystore: { kind: 'file', path: 'x' } } as const,
        secrets: { keystorePassword: new Secret(STORE_PASSWORD) },
        now: Date.now(),
      };
      for (const length of [0, 3, 30, 500, bytes.length - 1]) {
        const readFile = async () => bytes.subarray(0, length);
        await expect(resolveTls({ ...input, readFile })).rejects.toMatchObject({ code: 'TLS_MATERIAL' });
      }
    });
  });

  describe('as other stores', () => {
    it('takes a JKS store whose key has a password of its own', async () => {
      const keystore = file('keypass.JKS');
      const secrets = { keystorePassword: STORE_PASSWORD };
      const tls = await resolve({ tlsFrom: 'store', keystore }, { ...secrets, keyPassphrase: KEY_PASSWORD });
      expect(subjects(tls.certificate)).toEqual(['CN=own-key-pass']);
      expect(await sentence({ tlsFrom: 'store', keystore }, secrets)).toBe(
        'The password of the keystore keypass.JKS is wrong.',
      );
    });

    it('reads the certificates of a JKS truststore without its password, as Java does', async () => {
      expect(subjects((await resolve({ tlsFrom: 'store', truststore: file('trust.JKS') })).ca)).toHaveLength(2);
    });

    it.each(['openssl.p12', 'legacy.p12'])('takes %s with its chain, own certificate first', async (name) => {
      const tls = await resolve({ tlsFrom: 'store', keystore: file(name) }, { keystorePassword: STORE_PASSWORD });
      expect(subjects(tls.certificate)).toEqual(['CN=rsa-client', 'CN=test-ca']);
    });

    it('takes a PKCS12 truststore of openssl, and one without any password', async () => {
      const tls = await resolve(
        { tlsFrom: 'store', truststore: file('nokeys.p12') },
        { truststorePassword: STORE_PASSWORD },
      );
      expect(subjects(tls.ca)).toEqual(['CN=test-ca']);
      expect(subjects((await resolve({ tlsFrom: 'store', truststore: file('open.p12') })).ca)).toEqual(['CN=test-ca']);
    });

    it('takes PEM in a store’s place, as Kafka’s type PEM has it', async () => {
      expect(subjects((await resolve({ tlsFrom: 'store', truststore: file('ca.pem') })).ca)).toEqual(['CN=test-ca']);
    });

    it('says what it cannot read', async () => {
      expect(await sentence({ tlsFrom: 'store', truststore: file('me.JCEKS') })).toBe(
        'The truststore me.JCEKS is a JCEKS store, which cannot be read.',
      );
      expect(await sentence({ tlsFrom: 'store', truststore: file('rsa.pub') })).toContain(
        'neither a JKS nor a PKCS12 store',
      );
    });
  });

  it('never shows a password or a key in an error', async () => {
    const secrets = { keystorePassword: 'wrong-store-pass', keyPassphrase: 'wrong-key-pass' };
    const errors = await Promise.all([
      resolve({ tlsFrom: 'store', keystore: file('rsa.JKS') }, secrets).catch((error: unknown) => error),
      resolve({ tlsFrom: 'store', keystore: file('rsa.PKCS12') }, secrets).catch((error: unknown) => error),
      resolve({ certificate: file('rsa.pem'), key: file('rsa-encrypted.key') }, secrets).catch(
        (error: unknown) => error,
      ),
    ]);
    for (const error of errors) {
      const shown = JSON.stringify((error as { toData(): unknown }).toData());
      expect(shown).toContain('TLS_MATERIAL');
      expect(shown).not.toMatch(/wrong-store-pass|wrong-key-pass|BEGIN/);
    }
  });
});
