import { isAbsolute, resolve, sep } from 'node:path';
import { ClusterDraft } from '../../../shared/contract/clusters.ts';
import type { ImportChoice, ImportOutcome, ImportPreview } from '../../../shared/contract/transfer.ts';
import { MAX_EXPORT_CHARACTERS } from '../../../shared/contract/transfer.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Secret } from '../../../shared/values/secret.ts';
import { LOCAL_KAFKA_ID, type ClusterStore } from '../cluster-store.ts';
import type { Disk } from '../disk.ts';
import { draftOf } from '../draft.ts';
import { errorCode } from '../error-code.ts';
import { SECRET_TITLES, type ClusterProfile, type ClusterSecrets } from '../profile.ts';
import {
  openSecrets,
  parseExport,
  writeExport,
  type ExportedCluster,
  type ExportFile,
  type SecretsOfClusters,
} from './export-file.ts';
import { previewOf } from './preview.ts';

/** Clusters to and from a file that may be anybody's: nothing is changed before the user has seen what would be. */
export type Transfer = {
  exportClusters(request: ExportRequest): Promise<ExportOutcome>;
  previewFile(path: string): Promise<ImportPreview>;
  previewText(text: string): ImportPreview;
  unlock(importId: string, passphrase: Secret): Promise<ImportPreview>;
  apply(importId: string, choices: ReadonlyArray<ImportChoice>): Promise<ImportOutcome>;
  discard(importId: string): void;
};

export type ExportRequest = {
  readonly clusterIds: ReadonlyArray<string>;
  readonly passphrase: Secret | null;
  readonly path: string | null;
};
export type ExportOutcome = {
  readonly clusters: number;
  readonly secrets: number;
  readonly missing: string[];
  readonly path: string | null;
  readonly text: string | null;
};

export type TransferOptions = {
  readonly clusters: ClusterStore;
  readonly disk: Disk;
  /** The configuration folder: no export is written there. */
  readonly folder: string;
  /** Plain files only, up to a size; see core/kafka's readMaterialFile. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly onSecret: (secret: Secret) => void;
  /** Before a cluster is replaced: what is open of it must not go on with what is gone. */
  readonly disconnect: (clusterId: string) => Promise<void>;
};

type Held = { readonly file: ExportFile; readonly secrets: SecretsOfClusters | null };

/** Imports that were looked at and neither applied nor closed. */
const MAX_HELD = 3;

export function createTransfer(options: TransferOptions): Transfer {
  return new FileTransfer(options);
}

class FileTransfer implements Transfer {
  readonly #options: TransferOptions;
  readonly #held = new Map<string, Held>();

  constructor(options: TransferOptions) {
    this.#options = options;
  }

  async exportClusters({ clusterIds, passphrase, path }: ExportRequest): Promise<ExportOutcome> {
    const { clusters, clock, onSecret } = this.#options;
    const target = path === null ? null : this.#targetOf(path);
    if (passphrase !== null) onSecret(passphrase);
    const profiles = [...new Set(clusterIds)].map((id) => this.#require(id));
    const secrets = new Map<string, ClusterSecrets>();
    const missing: string[] = [];
    if (passphrase !== null) {
      for (const profile of profiles) {
        const known = await clusters.secretsOf(profile.id);
        secrets.set(profile.id, known);
        const lost = profile.secrets.filter((name) => known[name] === undefined);
        missing.push(...lost.map((name) => `${profile.name}: ${SECRET_TITLES[name]}`));
      }
    }
    const text = await writeExport({ clusters: profiles, secrets, passphrase, now: clock() });
    if (target !== null) await this.#write(target, text);
    const count = [...secrets.values()].reduce((sum, each) => sum + Object.keys(each).length, 0);
    const told = { clusters: profiles.length, secrets: count, missing: missing.slice(0, 100) };
    return { ...told, path: target, text: target === null ? text : null };
  }

  async previewFile(path: string): Promise<ImportPreview> {
    const bytes = await this.#options.readFile(path).catch((error: unknown) => {
      throw new AppError('BAD_INPUT', `${path} cannot be read.`, {
        hint: 'Choose a file you may read, as Conduktor exported it.',
        cause: error,
      });
    });
    if (bytes.length > 4 * MAX_EXPORT_CHARACTERS) throw tooLarge();
    return this.previewText(new TextDecoder().decode(bytes));
  }

  previewText(text: string): ImportPreview {
    const file = parseExport(text);
    for (const cluster of file.clusters) draftOfExported(cluster, {}); // Judged as the form would be.
    const importId = this.#options.newId();
    for (const oldest of [...this.#held.keys()].slice(0, Math.max(0, this.#held.size - MAX_HELD + 1))) {
      this.#held.delete(oldest);
    }
    return this.#hold(importId, { file, secrets: null });
  }

  async unlock(importId: string, passphrase: Secret): Promise<ImportPreview> {
    const { file } = this.#heldAs(importId);
    this.#options.onSecret(passphrase);
    const secrets = await openSecrets(file, passphrase);
    for (const each of secrets.values()) for (const secret of Object.values(each)) this.#options.onSecret(secret);
    return this.#hold(importId, { file, secrets });
  }

  async apply(importId: string, choices: ReadonlyArray<ImportChoice>): Promise<ImportOutcome> {
    const { file, secrets } = this.#heldAs(importId);
    const outcome = { added: 0, replaced: 0, skipped: 0 };
    for (const [index, cluster] of file.clusters.entries()) {
      const action = choices.find((choice) => choice.index === index)?.action ?? 'skip';
      const done = await this.#takeIn(cluster, secrets?.get(cluster.id) ?? {}, action);
      outcome[done] += 1;
    }
    this.#held.delete(importId);
    return outcome;
  }

  discard(importId: string): void {
    this.#held.delete(importId);
  }

  async #takeIn(
    cluster: ExportedCluster,
    secrets: ClusterSecrets,
    action: ImportChoice['action'],
  ): Promise<keyof ImportOutcome> {
    const { clusters, newId, disconnect } = this.#options;
    if (action === 'skip') return 'skipped';
    const draft = draftOfExported(cluster, secrets);
    const met = meets(cluster, clusters);
    if (action === 'replace' && met !== null && met.id !== LOCAL_KAFKA_ID) {
      await disconnect(met.id);
      await clusters.takeIn({ id: met.id, draft, secretNames: cluster.secrets });
      return 'replaced';
    }
    // The list may have changed since it was shown: what is taken by now is never written over.
    const isTaken = clusters.get(cluster.id) !== null || cluster.id === LOCAL_KAFKA_ID;
    const name = nameBeside(
      cluster.name,
      clusters.list().map((each) => each.name),
    );
    await clusters.takeIn({
      id: isTaken ? newId() : cluster.id,
      draft: { ...draft, name },
      secretNames: cluster.secrets,
    });
    return 'added';
  }

  #hold(importId: string, held: Held): ImportPreview {
    this.#held.set(importId, held);
    return previewOf(importId, held, (cluster) => meets(cluster, this.#options.clusters));
  }

  #heldAs(importId: string): Held {
    const held = this.#held.get(importId);
    if (held !== undefined) return held;
    throw new AppError('BAD_INPUT', 'This import is not held any more.', { hint: 'Choose the file again.' });
  }

  #require(id: string): ClusterProfile {
    const profile = this.#options.clusters.get(id);
    if (profile !== null) return profile;
    throw new AppError('CLUSTER_NOT_FOUND', 'A cluster to export is not in the list any more.', {
      hint: 'Choose again.',
    });
  }

  #targetOf(path: string): string {
    if (!isAbsolute(path) || path.includes('\0')) {
      throw new AppError('BAD_INPUT', 'Write the whole path of the file, from the root of the disk.');
    }
    const target = resolve(path);
    if (target.startsWith(`${resolve(this.#options.folder)}${sep}`)) {
      throw new AppError('BAD_INPUT', 'That is the folder of this app’s own settings.', {
        hint: 'Choose another folder.',
      });
    }
    return target;
  }

  async #write(path: string, text: string): Promise<void> {
    await this.#options.disk.write(path, text).catch((error: unknown) => {
      throw new AppError('FILE_WRITE', `${path} could not be written (${errorCode(error) || 'unknown reason'}).`, {
        hint: 'Choose a folder you may write to.',
        cause: error,
      });
    });
  }
}

/** The cluster it would take the place of: the same by id, else the first of the same name. */
function meets(cluster: ExportedCluster, clusters: ClusterStore): ClusterProfile | null {
  const same = clusters.get(cluster.id);
  if (same !== null) return same;
  const namesake = clusters.list().find((each) => each.name === cluster.name);
  return namesake === undefined ? null : clusters.get(namesake.id);
}

/** As if it had been typed into the form, so that the same rules hold. Secrets that did not come read `keep`. */
function draftOfExported(cluster: ExportedCluster, secrets: ClusterSecrets): ClusterDraft {
  const profile = { ...cluster, createdAt: 0, lastOpenedAt: null, isLocalKafka: false };
  const input = draftOf(profile, (name) => {
    const secret = secrets[name];
    return secret === undefined ? { kind: 'keep' } : { kind: 'set', value: secret.reveal() };
  });
  const draft = ClusterDraft.safeParse(input);
  if (draft.success) return draft.data;
  const place = (draft.error.issues[0]?.path ?? []).map(String).join('.');
  throw new AppError('BAD_INPUT', `This cannot be imported. A cluster in it is not valid at ${place}.`);
}

function nameBeside(name: string, taken: ReadonlyArray<string>): string {
  for (let count = 0; ; count += 1) {
    const suffix = count === 0 ? '' : count === 1 ? ' (imported)' : ` (imported ${count})`;
    const candidate = `${name.slice(0, 100 - suffix.length)}${suffix}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

function tooLarge(): AppError {
  return new AppError('BAD_INPUT', 'This cannot be imported. It is larger than any list of clusters.');
}
