import { z } from 'zod';
import { Secret } from '../values/secret.ts';
import { ClusterMode, SecurityProtocol } from './clusters.ts';
import { ClusterId, procedure, TimestampMs } from './meta.ts';
import { NewPassphrase } from './secret-store.ts';

/** No export of real clusters comes near it. */
export const MAX_EXPORT_CHARACTERS = 5_000_000;
export const MAX_EXPORTED_CLUSTERS = 1_000;

/** Where an import comes from: a file on this computer, or its text where the host cannot open files. */
export const ImportSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(MAX_EXPORT_CHARACTERS, 'The text is too long') }),
]);

/** What stands in the way of a cluster that comes in, and what it meets. */
export const ImportConflict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('same-id'), name: z.string(), canReplace: z.boolean() }),
  z.object({ kind: z.literal('same-name'), name: z.string(), canReplace: z.boolean() }),
]);

export const ImportedCluster = z.object({
  /** Its place in the file, by which it is chosen. */
  index: z.int().min(0),
  name: z.string(),
  color: z.string(),
  mode: ClusterMode,
  protocol: SecurityProtocol,
  bootstrapServers: z.string(),
  username: z.string(),
  registryUrls: z.string(),
  /** Files on this computer that it would read when it connects. */
  paths: z.array(z.string()),
  /** Titles of secrets that come with it, and of those it will ask for. */
  secrets: z.array(z.string()),
  missingSecrets: z.array(z.string()),
  conflict: ImportConflict,
});
export type ImportedCluster = z.infer<typeof ImportedCluster>;

export const ImportPreview = z.object({
  importId: z.string(),
  /** As the file says. */
  exportedAt: TimestampMs,
  /** `locked`: there are secrets, and their passphrase has not been given. */
  secrets: z.enum(['none', 'locked', 'open']),
  clusters: z.array(ImportedCluster),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

export const ImportChoice = z.strictObject({
  index: z.int().min(0),
  /** `add` where nothing stands in its way; `keep-both` gives it a name of its own. */
  action: z.enum(['add', 'replace', 'keep-both', 'skip']),
});
export type ImportChoice = z.infer<typeof ImportChoice>;

export const ImportOutcome = z.object({ added: z.int(), replaced: z.int(), skipped: z.int() });
export type ImportOutcome = z.infer<typeof ImportOutcome>;

/** Clusters to and from a file. See docs/cluster-export.md for its format. */
export const transferContract = {
  /** Without a passphrase the file holds no secret. With `path` it is written there, else its text is the answer. */
  exportClusters: procedure('clusters', 'read')
    .input(
      z.strictObject({
        clusterIds: z.array(ClusterId).min(1, 'Choose at least one cluster').max(MAX_EXPORTED_CLUSTERS),
        passphrase: NewPassphrase.nullable(),
        path: z.string().min(1).max(4096).nullable(),
      }),
    )
    .output(
      z.object({
        clusters: z.int(),
        secrets: z.int(),
        /** Titles by cluster of secrets that could not be read, so are not in it. */
        missing: z.array(z.string()),
        path: z.string().nullable(),
        text: z.string().nullable(),
      }),
    ),
  /** Reads and judges; nothing is changed. What was read is held for `applyImport`, the last few only. */
  previewImport: procedure('clusters', 'read')
    .input(z.strictObject({ source: ImportSource }))
    .output(ImportPreview),
  /** Opens the secrets of a held import. */
  unlockImport: procedure('clusters', 'read')
    .input(
      z.strictObject({
        importId: z.string().max(64),
        passphrase: z
          .string()
          .min(1, 'Type the passphrase')
          .max(1000)
          .transform((text) => new Secret(text)),
      }),
    )
    .output(ImportPreview),
  /** Takes in what was chosen; a cluster without a choice is skipped. Connects to nothing. */
  applyImport: procedure('clusters', 'configure')
    .input(z.strictObject({ importId: z.string().max(64), choices: z.array(ImportChoice).max(MAX_EXPORTED_CLUSTERS) }))
    .output(ImportOutcome),
  discardImport: procedure('clusters', 'read').input(z.strictObject({ importId: z.string().max(64) })),
};
