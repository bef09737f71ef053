import { z } from 'zod';
import type { ClusterDraft, ClusterDraftInput, ClusterSummary } from '../../shared/contract/clusters.ts';
import { ClusterId } from '../../shared/contract/meta.ts';
import { AppError } from '../../shared/errors.ts';
import { draftOf, secretNamesAfter, splitDraft } from './draft.ts';
import type { FileFormat } from './format.ts';
import { clustersFrom1 } from './migrations.ts';
import { ClusterProfile, SECRET_TITLES, type ClusterSecrets, type ProfileFields, type SecretName } from './profile.ts';
import type { SecretStore } from './secret-store.ts';
import type { SettingsFile } from './settings-file.ts';

const Profiles = z.record(ClusterId, ClusterProfile);
type Profiles = z.infer<typeof Profiles>;

export const clustersFormat: FileFormat<Profiles> = {
  name: 'clusters',
  title: 'The list of clusters',
  version: 2,
  entries: Profiles,
  empty: {},
  migrations: [clustersFrom1],
};

/** The Kafka this product runs on this computer has one profile, always under this id. */
export const LOCAL_KAFKA_ID = 'local-kafka';

/** The user's clusters. Methods that name a cluster fail with CLUSTER_NOT_FOUND where there is none, but for `get`. */
export type ClusterStore = {
  /** Most recently opened first, then the newest. */
  list(): ClusterSummary[];
  get(id: string): ClusterProfile | null;
  summaryOf(id: string): ClusterSummary;
  /** The form of a stored cluster; its secrets read `keep`. */
  draft(id: string): ClusterDraftInput;
  create(draft: ClusterDraft): Promise<ClusterSummary>;
  update(id: string, draft: ClusterDraft): Promise<ClusterSummary>;
  /** A copy with its secrets, named "X (copy)". */
  duplicate(id: string): Promise<ClusterSummary>;
  remove(id: string): Promise<void>;
  /** Puts a cluster that comes from elsewhere under this id, in the place of whatever stands there. */
  takeIn(cluster: ComingIn): Promise<ClusterSummary>;
  markOpened(id: string): Promise<void>;
  secretsOf(id: string): Promise<ClusterSecrets>;
  /** Makes or brings up to date the profile of the local Kafka; name, colour and mode stay as the user chose. */
  upsertLocal(local: { readonly bootstrapServers: string }): Promise<ClusterSummary>;
};

export type ComingIn = {
  readonly id: string;
  readonly draft: ClusterDraft;
  /** Secrets it needs; those that the draft does not bring are asked for. */
  readonly secretNames: ReadonlyArray<SecretName>;
};

export type ClusterStoreOptions = {
  readonly file: SettingsFile<Profiles>;
  readonly secrets: SecretStore;
  readonly clock: () => number;
  readonly newId: () => string;
};

export function createClusterStore(options: ClusterStoreOptions): ClusterStore {
  return new StoredClusters(options);
}

class StoredClusters implements ClusterStore {
  readonly #options: ClusterStoreOptions;

  constructor(options: ClusterStoreOptions) {
    this.#options = options;
  }

  list(): ClusterSummary[] {
    return this.#profiles()
      .sort((a, b) => (b.lastOpenedAt ?? 0) - (a.lastOpenedAt ?? 0) || b.createdAt - a.createdAt)
      .map((profile) => this.summaryOf(profile.id));
  }

  get(id: string): ClusterProfile | null {
    const all = this.#options.file.entries();
    return Object.hasOwn(all, id) ? (all[id] ?? null) : null;
  }

  summaryOf(id: string): ClusterSummary {
    const profile = this.#require(id);
    const { name, color, mode, engine, bootstrapServers, protocol, lastOpenedAt, isLocalKafka, neverStore } = profile;
    const missing = this.#options.secrets.missing(id, profile.secrets);
    const missingSecrets = missing.map((secret) => SECRET_TITLES[secret]);
    const hasRegistry = profile.registry.urls !== '';
    const shown = { id, name, color, mode, engine, bootstrapServers, protocol, lastOpenedAt, isLocalKafka };
    return { ...shown, missingSecrets, hasRegistry, neverStore };
  }

  draft(id: string): ClusterDraftInput {
    return draftOf(this.#require(id));
  }

  async create(draft: ClusterDraft): Promise<ClusterSummary> {
    const { secrets, clock, newId } = this.#options;
    const { fields, secrets: inputs } = splitDraft(draft);
    const id = newId();
    // Secrets first: a profile that stands in the file has all that belongs to it.
    await secrets.write(id, inputs);
    return this.#put({ ...newProfile(id, fields, clock()), secrets: secretNamesAfter(inputs, []) });
  }

  async update(id: string, draft: ClusterDraft): Promise<ClusterSummary> {
    this.#require(id);
    const { fields, secrets: inputs } = splitDraft(draft);
    await this.#options.secrets.write(id, inputs);
    const before = this.#require(id);
    return this.#put({ ...before, ...fields, secrets: secretNamesAfter(inputs, before.secrets) });
  }

  async duplicate(id: string): Promise<ClusterSummary> {
    const { secrets, clock, newId } = this.#options;
    const original = this.#require(id);
    const copyId = newId();
    await secrets.copy(id, copyId);
    const name = nameOfCopy(original.name, this.#profiles());
    return this.#put({ ...original, id: copyId, name, createdAt: clock(), lastOpenedAt: null, isLocalKafka: false });
  }

  async remove(id: string): Promise<void> {
    this.#require(id);
    await this.#options.file.update(({ [id]: _removed, ...others }) => others);
    await this.#options.secrets.remove(id);
  }

  async takeIn({ id, draft, secretNames }: ComingIn): Promise<ClusterSummary> {
    const { secrets, clock } = this.#options;
    const { fields, secrets: inputs } = splitDraft(draft);
    const before = this.get(id);
    // What was stored for the old addresses must not be sent to the new ones.
    await secrets.remove(id);
    await secrets.write(id, inputs);
    const fresh = newProfile(id, fields, before?.createdAt ?? clock());
    const names = secretNamesAfter(inputs, secretNames);
    return this.#put({ ...fresh, lastOpenedAt: before?.lastOpenedAt ?? null, secrets: names });
  }

  async markOpened(id: string): Promise<void> {
    await this.#put({ ...this.#require(id), lastOpenedAt: this.#options.clock() });
  }

  async secretsOf(id: string): Promise<ClusterSecrets> {
    this.#require(id);
    return this.#options.secrets.read(id);
  }

  async upsertLocal({ bootstrapServers }: { readonly bootstrapServers: string }): Promise<ClusterSummary> {
    const before = this.get(LOCAL_KAFKA_ID);
    const profile = before ?? newProfile(LOCAL_KAFKA_ID, localFields(bootstrapServers), this.#options.clock());
    return this.#put({ ...profile, bootstrapServers, protocol: 'PLAINTEXT', isLocalKafka: true });
  }

  #profiles(): ClusterProfile[] {
    return Object.values(this.#options.file.entries());
  }

  #require(id: string): ClusterProfile {
    const profile = this.get(id);
    if (profile !== null) return profile;
    throw new AppError('CLUSTER_NOT_FOUND', 'This cluster is not in the list any more.', {
      hint: 'It may have been removed in another window.',
      context: { clusterId: id },
    });
  }

  async #put(profile: ClusterProfile): Promise<ClusterSummary> {
    await this.#options.file.update((all) => ({ ...all, [profile.id]: profile }));
    return this.summaryOf(profile.id);
  }
}

function newProfile(id: string, fields: ProfileFields, createdAt: number): ClusterProfile {
  return { ...fields, id, secrets: [], createdAt, lastOpenedAt: null, isLocalKafka: false };
}

/** "X (copy)", or "X (copy 2)" where that name is taken; cut so that the longest name still fits. */
function nameOfCopy(name: string, others: ReadonlyArray<ClusterProfile>): string {
  const taken = new Set(others.map((profile) => profile.name));
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? ' (copy)' : ` (copy ${count})`;
    const candidate = `${name.slice(0, 100 - suffix.length)}${suffix}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function localFields(bootstrapServers: string): ProfileFields {
  return {
    name: 'Local Kafka',
    color: '#2f9e44',
    mode: 'normal',
    engine: 'platformatic',
    bootstrapServers,
    protocol: 'PLAINTEXT',
    sasl: { mechanism: 'PLAIN', username: '' },
    tls: {
      tlsFrom: 'pem',
      ca: { kind: 'none' },
      certificate: { kind: 'none' },
      key: { kind: 'none' },
      truststore: { kind: 'none' },
      keystore: { kind: 'none' },
      serverName: '',
    },
    registry: {
      urls: '',
      auth: 'none',
      username: '',
      tls: { ca: { kind: 'none' }, certificate: { kind: 'none' }, key: { kind: 'none' }, serverName: '' },
    },
    neverStore: false,
  };
}
