import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { asn1, pkcs12, pki } from 'node-forge';
import type { KeyStore, StorePasswords } from './store-content.ts';

type Forge = { readonly asn1: typeof asn1; readonly pkcs12: typeof pkcs12; readonly pki: typeof pki };
type Bag = pkcs12.Bag;

export class WrongPkcs12Password extends Error {}

/**
 * Reads a PKCS12 store of any age: Node opens one for a connection but does not give its parts out, and Electron's
 * crypto library lacks the old ciphers. Throws WrongPkcs12Password, or another error where the file is damaged.
 */
export async function readPkcs12(bytes: Buffer, passwords: StorePasswords): Promise<KeyStore> {
  // Loaded when the first such file is read: it is a big library, and most clusters need none of it.
  const { default: forge } = await import('node-forge');
  const pfx = open(forge, bytes, passwords.store?.reveal());
  const bags = pfx.safeContents.flatMap((content) => content.safeBags);
  const { oids } = forge.pki;
  const certificates = bags.filter((bag) => bag.type === oids['certBag']).map((bag) => certificateOf(forge, bag));
  const keyBag = bags.find((bag) => bag.type === oids['keyBag'] || bag.type === oids['pkcs8ShroudedKeyBag']);
  return { certificates, identity: keyBag === undefined ? null : { key: keyOf(forge, keyBag), chain: certificates } };
}

function open(forge: Forge, bytes: Buffer, password: string | undefined): pkcs12.Pkcs12Pfx {
  const der = forge.asn1.fromDer(bytes.toString('latin1'), false);
  try {
    return forge.pkcs12.pkcs12FromAsn1(der, false, password ?? '');
  } catch (error) {
    // The library has no error codes; these are its words for a password that does not fit.
    if (error instanceof Error && /MAC could not be verified|decrypt|password/i.test(error.message)) {
      throw new WrongPkcs12Password(undefined, { cause: error });
    }
    throw error;
  }
}

/** The library parses RSA only and hands the rest (elliptic curves) out as it is; Node parses all of them. */
function certificateOf(forge: Forge, bag: Bag): X509Certificate {
  const value = bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1;
  return new X509Certificate(derOf(forge, value));
}

function keyOf(forge: Forge, bag: Bag): KeyObject {
  const value = bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : bag.asn1;
  return createPrivateKey({ key: derOf(forge, value), format: 'der', type: 'pkcs8' });
}

function derOf(forge: Forge, value: asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(value).getBytes(), 'latin1');
}
