import { X509Certificate } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { decryptJksKey, JKS_MAGIC, parseJks, WrongJksPassword } from './jks.ts';
import { materialError, type Material } from './material-error.ts';
import { hasCertificate, hasPrivateKey, readCertificates, readPrivateKey } from './pem.ts';
import { readPkcs12, WrongPkcs12Password } from './pkcs12.ts';
import type { KeyStore, StorePasswords } from './store-content.ts';

const JCEKS_MAGIC = 0xcececece;

/** Reads a Java key store: JKS, PKCS12 or PEM, told apart by content, since `.jks` files are often PKCS12. */
export async function readKeyStore(material: Material, passwords: StorePasswords): Promise<KeyStore> {
  const { part, name, bytes } = material;
  if (bytes.length < 24) throw materialError(part, `${name} is empty or cut off.`, 'Choose the file again.');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = buffer.readUInt32BE(0);
  try {
    if (magic === JKS_MAGIC) return fromJks(buffer, passwords);
    if (magic === JCEKS_MAGIC) throw unsupported(material, 'a JCEKS store');
    if (hasCertificate(bytes) || hasPrivateKey(bytes)) return fromPem(material, passwords);
    if (buffer[0] === 0x30) return await readPkcs12(buffer, passwords);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw translate(material, passwords, cause);
  }
  throw unsupported(material, 'neither a JKS nor a PKCS12 store');
}

function fromJks(bytes: Buffer, passwords: StorePasswords): KeyStore {
  const { keys, certificates } = parseJks(bytes, passwords.store);
  const [first] = keys;
  // Java trusts the certificates of key entries, too.
  const trusted = [...certificates, ...keys.flatMap((key) => key.chain.slice(0, 1))];
  const password = passwords.key ?? passwords.store;
  if (first !== undefined && password === undefined) throw new WrongJksPassword();
  return {
    certificates: trusted.map((der) => new X509Certificate(der)),
    identity:
      first === undefined || password === undefined
        ? null
        : { key: decryptJksKey(first, password), chain: first.chain.map((der) => new X509Certificate(der)) },
  };
}

/** Kafka's own `ssl.keystore.type=PEM`. */
function fromPem(material: Material, passwords: StorePasswords): KeyStore {
  const certificates = readCertificates(material);
  const password = passwords.key ?? passwords.store;
  const identity = hasPrivateKey(material.bytes)
    ? { key: readPrivateKey(material, password), chain: certificates }
    : null;
  return { certificates, identity };
}

function translate({ part, name }: Material, passwords: StorePasswords, cause: unknown): AppError {
  if (cause instanceof WrongJksPassword || cause instanceof WrongPkcs12Password) {
    if (passwords.store === undefined) {
      return materialError(
        part,
        `${name} needs a password, and none is given.`,
        'Type the password of the store.',
        cause,
      );
    }
    return materialError(
      part,
      `The password of ${name.charAt(0).toLowerCase()}${name.slice(1)} is wrong.`,
      'Type it again. A key with a password of its own has it under "key passphrase".',
      cause,
    );
  }
  return materialError(
    part,
    `${name} is damaged and could not be read.`,
    'Copy the file again, or list it with keytool to see what it holds.',
    cause,
  );
}

function unsupported({ part, name }: Material, what: string): AppError {
  return materialError(
    part,
    `${name} is ${what}, which cannot be read.`,
    'Convert it: keytool -importkeystore -deststoretype PKCS12.',
  );
}
