import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { Secret } from '../../shared/values/secret.ts';
import { materialError, type Material } from './material-error.ts';

type Block = { readonly label: string; readonly text: string };

const CERTIFICATE_LABELS: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);
const JKS_MAGICS: ReadonlySet<number> = new Set([0xfeedfeed, 0xcececece]);

/** Every certificate in PEM text, or the one of a DER file. Refuses where there is none. */
export function readCertificates(material: Material): X509Certificate[] {
  const { part, name } = material;
  const blocks = pemBlocks(material.bytes);
  const certificates = blocks.filter((block) => CERTIFICATE_LABELS.has(block.label));
  if (certificates.length > 0) return certificates.map((block, index) => readOne(material, block.text, index));
  if (blocks.some((block) => block.label.includes('PRIVATE KEY'))) {
    throw materialError(
      part,
      `${name} is a private key, not a certificate.`,
      'Put the key into the key box, and the certificate here.',
    );
  }
  const [other] = blocks;
  if (other !== undefined) {
    throw materialError(
      part,
      `${name} is PEM of the kind ${other.label}, not a certificate.`,
      'A PEM certificate starts with -----BEGIN CERTIFICATE-----.',
    );
  }
  refuseStore(material);
  if (material.bytes[0] === 0x30) return [readOne(material, material.bytes, 0)];
  throw notPem(material, 'certificate', '-----BEGIN CERTIFICATE-----');
}

/** True where PEM text holds a private key. */
export function hasPrivateKey(bytes: Uint8Array): boolean {
  return pemBlocks(bytes).some((block) => block.label.endsWith('PRIVATE KEY'));
}

export function hasCertificate(bytes: Uint8Array): boolean {
  return pemBlocks(bytes).some((block) => CERTIFICATE_LABELS.has(block.label));
}

/** The private key in PEM text or a DER file, decrypted. */
export function readPrivateKey(material: Material, passphrase: Secret | undefined): KeyObject {
  const { part, name } = material;
  const blocks = pemBlocks(material.bytes);
  const block = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
  if (block !== undefined) return decrypt(material, block, passphrase);
  if (blocks.some(({ label }) => CERTIFICATE_LABELS.has(label))) {
    throw materialError(
      part,
      `${name} is a certificate, not a private key.`,
      'Put the certificate into the certificate box, and the key here.',
    );
  }
  if (blocks.some(({ label }) => label === 'PUBLIC KEY')) {
    throw materialError(
      part,
      `${name} is a public key; the private one is needed.`,
      'It starts with -----BEGIN PRIVATE KEY-----.',
    );
  }
  refuseStore(material);
  if (material.bytes[0] === 0x30) return readDerKey(material);
  throw notPem(material, 'private key', '-----BEGIN PRIVATE KEY-----');
}

function decrypt(material: Material, block: Block, passphrase: Secret | undefined): KeyObject {
  const { part, name } = material;
  const isEncrypted = block.label.startsWith('ENCRYPTED') || block.text.includes('Proc-Type: 4,ENCRYPTED');
  if (isEncrypted && passphrase === undefined) {
    throw materialError(part, `${name} is encrypted and no passphrase is given.`, 'Type the key passphrase.');
  }
  try {
    return createPrivateKey({
      key: block.text,
      format: 'pem',
      ...(isEncrypted ? { passphrase: passphrase?.reveal() ?? '' } : {}),
    });
  } catch (cause) {
    if (isEncrypted) {
      throw materialError(
        part,
        `${name} could not be decrypted: the passphrase is wrong.`,
        'Type the key passphrase again.',
        cause,
      );
    }
    throw materialError(
      part,
      `${name} is damaged and could not be read.`,
      'Copy the whole key, with its BEGIN and END lines.',
      cause,
    );
  }
}

function readDerKey(material: Material): KeyObject {
  const key = Buffer.from(material.bytes);
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({ key, format: 'der', type });
    } catch (error) {
      if (!(error instanceof Error)) throw error; // Another DER layout, or no key at all: the next type is tried.
    }
  }
  throw notPem(material, 'private key', '-----BEGIN PRIVATE KEY-----');
}

function readOne(material: Material, content: string | Uint8Array, index: number): X509Certificate {
  try {
    return new X509Certificate(content);
  } catch (cause) {
    const which = index === 0 ? '' : ` (certificate ${index + 1} in it)`;
    throw materialError(
      material.part,
      `${material.name}${which} is damaged and could not be read.`,
      'Copy the whole certificate, with its BEGIN and END lines.',
      cause,
    );
  }
}

function refuseStore({ part, name, bytes }: Material): void {
  if (bytes.length < 4) return;
  if (JKS_MAGICS.has(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0))) {
    throw materialError(
      part,
      `${name} is a Java key store, not PEM.`,
      'Choose "key store" instead of PEM for this cluster, or export it as PEM.',
    );
  }
}

function notPem({ part, name, bytes }: Material, what: string, begin: string) {
  if (bytes.length === 0) return materialError(part, `${name} is empty.`, `A PEM ${what} starts with ${begin}.`);
  return materialError(part, `${name} is not a ${what} in PEM or DER form.`, `A PEM ${what} starts with ${begin}.`);
}

/** PEM blocks of a text. Pasted text may be indented, have Windows line ends, or `\n` written out. */
function pemBlocks(bytes: Uint8Array): Block[] {
  // Latin 1 keeps any byte, so a binary file is just a text without blocks.
  const text = Buffer.from(bytes).toString('latin1').replaceAll('\\n', '\n').replaceAll('\r', '');
  const blocks: Block[] = [];
  let at = text.indexOf('-----BEGIN ');
  while (at >= 0) {
    const labelEnd = text.indexOf('-----', at + 11);
    if (labelEnd < 0) break;
    const label = text.slice(at + 11, labelEnd);
    if (!/^[A-Z0-9 ]{1,40}$/.test(label)) {
      at = text.indexOf('-----BEGIN ', at + 11);
      continue;
    }
    const endLine = `-----END ${label}-----`;
    const end = text.indexOf(endLine, labelEnd);
    const next = end < 0 ? text.length : end + endLine.length;
    const lines = text
      .slice(labelEnd + 5, end < 0 ? text.length : end)
      .split('\n')
      .map((line) => line.trim());
    blocks.push({ label, text: `-----BEGIN ${label}-----\n${bodyOf(lines)}\n${endLine}\n` });
    at = text.indexOf('-----BEGIN ', next);
  }
  return blocks;
}

/** The blank line between the headers of an old encrypted key and its body counts; other blank lines do not. */
function bodyOf(lines: ReadonlyArray<string>): string {
  const filled = lines.filter((line) => line !== '');
  const headers = filled.filter((line) => line.includes(':'));
  const body = filled.filter((line) => !line.includes(':')).flatMap((line) => line.split(/\s+/));
  const wrapped = body.flatMap((line) => line.match(/.{1,64}/g) ?? []);
  return [...headers, ...(headers.length > 0 ? [''] : []), ...wrapped].join('\n');
}
