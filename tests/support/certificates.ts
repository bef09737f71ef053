import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import forge from 'node-forge';

/** A key with its certificate, as PEM texts. */
export type Identity = { readonly certificate: string; readonly key: string };

/** All that a test needs to speak TLS with the secured broker; paths of files, texts where a form wants text. */
export type TestCertificates = {
  readonly folder: string;
  readonly ca: string;
  readonly caFile: string;
  /** A CA the brokers do not know, and that did not sign their certificates. */
  readonly untrustedCa: string;
  readonly untrustedCaFile: string;
  readonly client: Identity;
  readonly clientCertificateFile: string;
  readonly clientKeyFile: string;
  /** The client's key, PKCS#8 encrypted with `storePassword`. */
  readonly encryptedClientKey: string;
  readonly encryptedClientKeyFile: string;
  /** Signed by the untrusted CA: the broker refuses it. */
  readonly untrustedClient: Identity;
  /** Trust store (the CA) and key store (the client), as JKS and PKCS#12. */
  readonly trustStoreJks: string;
  readonly trustStoreP12: string;
  readonly keyStoreJks: string;
  readonly keyStoreP12: string;
  readonly storePassword: string;
  /** PEM key stores for the broker itself. */
  readonly brokerStores: { readonly good: string; readonly expired: string; readonly otherHost: string };
  /** Last day of the expired certificate. */
  readonly expiredOn: string;
};

type Issued = Identity & {
  readonly forgeCertificate: forge.pki.Certificate;
  readonly forgeKey: forge.pki.rsa.PrivateKey;
};

type Request = {
  readonly name: string;
  readonly issuer?: Issued;
  readonly days: readonly [from: number, to: number];
  readonly hosts?: { readonly names: ReadonlyArray<string>; readonly ips: ReadonlyArray<string> };
};

const DAY_MS = 86_400_000;
const STORE_PASSWORD = 'store-secret';

function issue({ name, issuer, days, hosts }: Request): Issued {
  // Node makes the key: forge's own RSA takes seconds.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const forgeKey = rsaKey(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.rsa.setPublicKey(forgeKey.n, forgeKey.e);
  certificate.serialNumber = `00${randomBytes(12).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() + days[0] * DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + days[1] * DAY_MS);
  const subject = [{ name: 'commonName', value: name }];
  certificate.setSubject(subject);
  certificate.setIssuer(issuer === undefined ? subject : issuer.forgeCertificate.subject.attributes);
  const names = (hosts?.names ?? []).map((value) => ({ type: 2, value }));
  const ips = (hosts?.ips ?? []).map((ip) => ({ type: 7, ip }));
  certificate.setExtensions([
    { name: 'basicConstraints', cA: issuer === undefined, critical: true },
    issuer === undefined
      ? { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true }
      : { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    ...(issuer === undefined ? [] : [{ name: 'extKeyUsage', serverAuth: true, clientAuth: true }]),
    ...(hosts === undefined ? [] : [{ name: 'subjectAltName', altNames: [...names, ...ips] }]),
  ]);
  certificate.sign(issuer?.forgeKey ?? forgeKey, forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), key, forgeCertificate: certificate, forgeKey };
}

/** What a web server on loopback and its visitors show each other; the CA vouches for all but the strangers. */
export type WebCertificates = {
  readonly ca: string;
  readonly untrustedCa: string;
  readonly server: Identity;
  readonly expiredServer: Identity;
  /** Valid for elsewhere.example only. */
  readonly otherHostServer: Identity;
  readonly client: Identity;
  readonly untrustedClient: Identity;
};

/** In memory, without a Java. */
export function makeWebCertificates(): WebCertificates {
  const valid = [-1, 365] as const;
  const here = { names: ['localhost'], ips: ['127.0.0.1'] };
  const ca = issue({ name: 'Conduktor test CA', days: [-2000, 3650] });
  const untrusted = issue({ name: 'Another test CA', days: valid });
  const elsewhere = { names: ['elsewhere.example'], ips: [] };
  return {
    ca: ca.certificate,
    untrustedCa: untrusted.certificate,
    server: issue({ name: 'server', issuer: ca, days: valid, hosts: here }),
    expiredServer: issue({ name: 'server', issuer: ca, days: [-800, -30], hosts: here }),
    otherHostServer: issue({ name: 'server', issuer: ca, days: valid, hosts: elsewhere }),
    client: issue({ name: 'client', issuer: ca, days: valid }),
    untrustedClient: issue({ name: 'stranger', issuer: untrusted, days: valid }),
  };
}

/** Makes everything new in a folder; `java` lies beside the keytool that writes the JKS stores. */
export function makeCertificates(folder: string, java: string): TestCertificates {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const valid = [-1, 365] as const;
  const here = { names: ['localhost'], ips: ['127.0.0.1'] };
  const ca = issue({ name: 'Conduktor test CA', days: [-2000, 3650] });
  const untrusted = issue({ name: 'Another test CA', days: valid });
  const client = issue({ name: 'client', issuer: ca, days: valid });
  const untrustedClient = issue({ name: 'stranger', issuer: untrusted, days: valid });
  const broker = issue({ name: 'broker', issuer: ca, days: valid, hosts: here });
  const expired = issue({ name: 'broker', issuer: ca, days: [-800, -30], hosts: here });
  const otherHost = issue({
    name: 'broker',
    issuer: ca,
    days: valid,
    hosts: { names: ['elsewhere.example'], ips: [] },
  });
  const brokerStore = (name: string, of: Issued) => write(name, of.key + of.certificate + ca.certificate);
  const encryptedClientKey = encryptKey(client.key);
  return {
    folder,
    ca: ca.certificate,
    caFile: write('ca.pem', ca.certificate),
    untrustedCa: untrusted.certificate,
    untrustedCaFile: write('untrusted-ca.pem', untrusted.certificate),
    client: { certificate: client.certificate, key: client.key },
    clientCertificateFile: write('client.pem', client.certificate),
    clientKeyFile: write('client.key', client.key),
    encryptedClientKey,
    encryptedClientKeyFile: write('client-encrypted.key', encryptedClientKey),
    untrustedClient: { certificate: untrustedClient.certificate, key: untrustedClient.key },
    ...makeStores({ folder, java, ca, client, write }),
    storePassword: STORE_PASSWORD,
    brokerStores: {
      good: brokerStore('broker-store.pem', broker),
      expired: brokerStore('expired-store.pem', expired),
      otherHost: brokerStore('other-host-store.pem', otherHost),
    },
    expiredOn: expired.forgeCertificate.validity.notAfter.toISOString().slice(0, 10),
  };
}

function rsaKey(pem: string): forge.pki.rsa.PrivateKey {
  // The types allow other kinds of key, which forge's PEM reader never gives.
  return forge.pki.privateKeyFromPem(pem) as forge.pki.rsa.PrivateKey;
}

function encryptKey(pem: string): string {
  const info = forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(forge.pki.privateKeyFromPem(pem)));
  const encrypted = forge.pki.encryptPrivateKeyInfo(info, STORE_PASSWORD, { algorithm: 'aes256' });
  return forge.pki.encryptedPrivateKeyToPem(encrypted);
}

type StoresInput = {
  readonly folder: string;
  readonly java: string;
  readonly ca: Issued;
  readonly client: Issued;
  readonly write: (name: string, content: Buffer) => string;
};

function makeStores({ folder, java, ca, client, write }: StoresInput) {
  const p12 = forge.pkcs12.toPkcs12Asn1(
    client.forgeKey,
    [client.forgeCertificate, ca.forgeCertificate],
    STORE_PASSWORD,
    { algorithm: '3des', friendlyName: 'client' },
  );
  const keyStoreP12 = write('client.p12', Buffer.from(forge.asn1.toDer(p12).getBytes(), 'binary'));
  const keyStoreJks = join(folder, 'client.jks');
  const trustStoreJks = join(folder, 'truststore.jks');
  const trustStoreP12 = join(folder, 'truststore.p12');
  const keytool = join(dirname(java), process.platform === 'win32' ? 'keytool.exe' : 'keytool');
  const run = (...args: string[]) => execFileSync(keytool, [...args, '-noprompt'], { stdio: 'pipe', timeout: 60_000 });
  const from = ['-srckeystore', keyStoreP12, '-srcstoretype', 'PKCS12', '-srcstorepass', STORE_PASSWORD];
  run(
    '-importkeystore',
    ...from,
    '-destkeystore',
    keyStoreJks,
    '-deststoretype',
    'JKS',
    '-deststorepass',
    STORE_PASSWORD,
  );
  for (const [path, type] of [
    [trustStoreJks, 'JKS'],
    [trustStoreP12, 'PKCS12'],
  ] as const) {
    const store = ['-keystore', path, '-storetype', type, '-storepass', STORE_PASSWORD];
    run('-importcert', '-alias', 'ca', '-file', join(folder, 'ca.pem'), ...store);
  }
  return { keyStoreP12, keyStoreJks, trustStoreJks, trustStoreP12 };
}
