import { createHash } from 'node:crypto';
import { z } from 'zod';
import { MAX_EXPORTED_CLUSTERS, MAX_EXPORT_CHARACTERS } from '../../../shared/contract/transfer.ts';
import { AppError } from '../../../shared/errors.ts';
import { Secret } from '../../../shared/values/secret.ts';
import { deriveKey, KeyDerivation, newKeyDerivation } from '../passphrase-key.ts';
import { ClusterProfile, SecretName, type ClusterSecrets } from '../profile.ts';
import { seal, unseal } from '../seal.ts';

const FORMAT = 'conduktor-clusters';
const VERSION = 1;

/** A cluster as it travels: its profile without what belongs to this computer only. */
const ExportedCluster = ClusterProfile.omit({ createdAt: true, lastOpenedAt: true, isLocalKafka: true }).extend({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'not an id'),
});
export type ExportedCluster = Readonly<z.infer<typeof ExportedCluster>>;

const SealedSecrets = z.strictObject({
  derivation: KeyDerivation,
  cipher: z.literal('aes-256-gcm'),
  /** Base64 of nonce, tag and ciphertext of SecretsInside as JSON. */
  sealed: z.base64().max(MAX_EXPORT_CHARACTERS),
});

/** The documented format: docs/cluster-export.md. */
const ExportFile = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  exportedAt: z.iso.datetime(),
  clusters: z.array(ExportedCluster).min(1).max(MAX_EXPORTED_CLUSTERS),
  secrets: SealedSecrets.nullable(),
});
export type ExportFile = Readonly<z.infer<typeof ExportFile>>;

/** `clusters`: digest of the clusters they belong to. A file whose addresses were changed must not bring its passwords. */
const SecretsInside = z.strictObject({
  clusters: z.string().length(64),
  secrets: z.record(z.string().max(64), z.partialRecord(SecretName, z.string().max(65_536))),
});

export type SecretsOfClusters = ReadonlyMap<string, ClusterSecrets>;

/** The text of an export; without a passphrase no secret is in it. */
export async function writeExport(content: {
  readonly clusters: ReadonlyArray<ClusterProfile>;
  readonly secrets: SecretsOfClusters;
  readonly passphrase: Secret | null;
  readonly now: number;
}): Promise<string> {
  const clusters = content.clusters.map(
    ({ createdAt: _made, lastOpenedAt: _opened, isLocalKafka: _isLocal, ...cluster }) => ExportedCluster.parse(cluster),
  );
  const secrets = content.passphrase === null ? null : await sealSecrets(clusters, content.secrets, content.passphrase);
  const exportedAt = new Date(content.now).toISOString();
  const file: ExportFile = { format: FORMAT, version: VERSION, exportedAt, clusters, secrets };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Reads an export that may come from anybody. Refuses with a sentence; no value of the text is quoted. */
export function parseExport(text: string): ExportFile {
  if (text.length > MAX_EXPORT_CHARACTERS) throw refused('It is larger than any list of clusters.');
  const json = parseJson(text);
  const head = z.looseObject({ format: z.literal(FORMAT), version: z.int() }).safeParse(json);
  if (!head.success) throw refused('It is not an export of clusters from Conduktor.');
  if (head.data.version !== VERSION) {
    throw refused(
      `It has format ${head.data.version}; this version of Conduktor reads format ${VERSION}.`,
      'Update Conduktor, or export the clusters again with this version.',
    );
  }
  const file = ExportFile.safeParse(json);
  if (file.success) {
    const ids = new Set(file.data.clusters.map(({ id }) => id));
    if (ids.size < file.data.clusters.length) throw refused('Two of its clusters have the same id.');
    return file.data;
  }
  const place = (file.error.issues[0]?.path ?? []).map(String).join('.');
  throw refused(`Its content is not valid at ${place === '' ? 'the top' : place.slice(0, 200)}.`);
}

/** Throws PASSPHRASE_WRONG where it is, and refuses secrets that were sealed with other clusters than these. */
export async function openSecrets(file: ExportFile, passphrase: Secret): Promise<SecretsOfClusters> {
  if (file.secrets === null) return new Map();
  const { derivation, sealed } = file.secrets;
  const key = await deriveKey(passphrase, derivation);
  const text = unsealOrRefuse(key, sealed);
  const inside = SecretsInside.safeParse(parseJson(text));
  if (!inside.success || inside.data.clusters !== digestOf(file.clusters)) {
    throw refused(
      'The clusters in it were changed after it was made, so its passwords are not used.',
      'Ask for a new export, or import it without passwords.',
    );
  }
  return new Map(
    Object.entries(inside.data.secrets).map(([id, secrets]) => [
      id,
      Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, new Secret(value)])),
    ]),
  );
}

async function sealSecrets(
  clusters: ReadonlyArray<ExportedCluster>,
  secrets: SecretsOfClusters,
  passphrase: Secret,
): Promise<z.infer<typeof SealedSecrets>> {
  const revealed = Object.fromEntries(
    [...secrets].map(([id, each]) => [
      id,
      Object.fromEntries(Object.entries(each).map(([name, secret]) => [name, secret.reveal()])),
    ]),
  );
  const inside: z.infer<typeof SecretsInside> = { clusters: digestOf(clusters), secrets: revealed };
  const derivation = newKeyDerivation();
  const sealed = seal(await deriveKey(passphrase, derivation), JSON.stringify(inside));
  return { derivation, cipher: 'aes-256-gcm', sealed };
}

function unsealOrRefuse(key: Uint8Array, sealed: string): string {
  try {
    return unseal(key, sealed);
  } catch {
    // The tag does not match: the passphrase is another, or the file was damaged; which of them cannot be told.
    throw new AppError('PASSPHRASE_WRONG', 'That is not the passphrase of this file.', {
      hint: 'Without it the clusters can be imported, and their passwords typed anew.',
    });
  }
}

/** Of the clusters as this version reads them, so that blanks and order in the file do not count. */
function digestOf(clusters: ReadonlyArray<ExportedCluster>): string {
  return createHash('sha256').update(JSON.stringify(clusters)).digest('hex');
}

const POISON: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (POISON.has(key)) throw refused(`It has a field named ${key}, which no export has.`);
      return value;
    }) as unknown;
  } catch (error) {
    if (error instanceof AppError) throw error;
    // Not JSON, or nested deep enough to end the stack.
    throw refused('It is not an export of clusters from Conduktor.');
  }
}

function refused(why: string, hint?: string): AppError {
  return new AppError('BAD_INPUT', `This cannot be imported. ${why}`, { hint });
}
