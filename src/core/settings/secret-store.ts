import { z } from 'zod';
import { ClusterId } from '../../shared/contract/meta.ts';
import { Secret } from '../../shared/values/secret.ts';
import { secretsAfter, type SecretInputs } from './draft.ts';
import type { FileFormat } from './format.ts';
import { secretsFrom1 } from './migrations.ts';
import type { Notices } from './notices.ts';
import { SecretName, type ClusterSecrets } from './profile.ts';
import { canKeep, type SecretBox } from './secret-box.ts';
import type { SecretHolder } from './secret-keeper.ts';
import type { SettingsFile } from './settings-file.ts';

const Ciphertexts = z.record(ClusterId, z.partialRecord(SecretName, z.base64().max(2_000_000)));
type Ciphertexts = z.infer<typeof Ciphertexts>;

export const secretsFormat: FileFormat<Ciphertexts> = {
  name: 'secrets',
  title: 'The store of encrypted passwords',
  version: 2,
  entries: Ciphertexts,
  empty: {},
  migrations: [secretsFrom1],
};

/** Secrets per cluster: encrypted in secrets.json, or in memory where the box cannot keep them. */
export type SecretStore = SecretHolder & {
  write(clusterId: string, inputs: SecretInputs): Promise<void>;
  /** Those that can be had; one whose key is lost is absent. */
  read(clusterId: string): Promise<ClusterSecrets>;
  /** Of these names, the ones that must be typed again. */
  missing(clusterId: string, names: ReadonlyArray<SecretName>): SecretName[];
  copy(from: string, to: string): Promise<void>;
  remove(clusterId: string): Promise<void>;
  /** Tries every stored secret once, so that `missing` is right before a connection needs one. */
  check(): Promise<void>;
};

export type SecretStoreOptions = {
  readonly file: SettingsFile<Ciphertexts>;
  readonly box: SecretBox;
  readonly notices: Notices;
  /** Told each secret's text that passes, so that the log can mask it. */
  readonly onSecret: (secret: Secret) => void;
};

export function createSecretStore(options: SecretStoreOptions): SecretStore {
  return new BoxedSecrets(options);
}

class BoxedSecrets implements SecretStore {
  readonly #options: SecretStoreOptions;
  /** Secrets of this session that are on no disk. */
  readonly #inMemory = new Map<string, ClusterSecrets>();
  /** `cluster/name` of ciphertexts that could not be decrypted. */
  readonly #unreadable = new Set<string>();

  constructor(options: SecretStoreOptions) {
    this.#options = options;
  }

  async read(clusterId: string): Promise<ClusterSecrets> {
    const secrets: Partial<Record<SecretName, Secret>> = { ...this.#inMemory.get(clusterId) };
    const stored = this.#stored(clusterId);
    for (const name of SecretName.options) {
      const ciphertext = stored[name];
      if (ciphertext === undefined || secrets[name] !== undefined) continue;
      const secret = await this.#decrypt(`${clusterId}/${name}`, ciphertext);
      if (secret !== null) secrets[name] = secret;
    }
    return secrets;
  }

  async write(clusterId: string, inputs: SecretInputs): Promise<void> {
    const kept = new Set(SecretName.options.filter((name) => inputs[name].kind === 'keep'));
    await this.#put(clusterId, secretsAfter(inputs, await this.read(clusterId)), kept);
  }

  missing(clusterId: string, names: ReadonlyArray<SecretName>): SecretName[] {
    return names.filter((name) => {
      if (this.#inMemory.get(clusterId)?.[name] !== undefined) return false;
      return this.#stored(clusterId)[name] === undefined || this.#unreadable.has(`${clusterId}/${name}`);
    });
  }

  /** As they are stored, so that a locked box need not be opened for it. */
  async copy(from: string, to: string): Promise<void> {
    this.#inMemory.set(to, { ...this.#inMemory.get(from) });
    await this.#store(to, this.#stored(from));
    await this.read(to);
  }

  async remove(clusterId: string): Promise<void> {
    this.#inMemory.delete(clusterId);
    await this.#store(clusterId, {});
  }

  async check(): Promise<void> {
    for (const clusterId of Object.keys(this.#options.file.entries())) await this.read(clusterId);
  }

  async opened(): Promise<void> {
    for (const [clusterId, secrets] of this.#inMemory) {
      const stored = SecretName.options.filter((name) => this.#stored(clusterId)[name] !== undefined);
      // What was typed meanwhile is the newer.
      const kept = new Set(stored.filter((name) => secrets[name] === undefined));
      await this.#put(clusterId, { ...(await this.read(clusterId)), ...secrets }, kept);
    }
    this.#options.notices.dismiss(LOST_ID);
    await this.check();
  }

  async toMemory(): Promise<void> {
    for (const clusterId of Object.keys(this.#options.file.entries())) {
      this.#inMemory.set(clusterId, await this.read(clusterId));
    }
    await this.#empty();
  }

  async forget(): Promise<void> {
    this.#inMemory.clear();
    await this.#empty();
  }

  async #empty(): Promise<void> {
    this.#unreadable.clear();
    this.#options.notices.dismiss(LOST_ID);
    await this.#options.file.update(() => ({}));
    await this.#options.file.purgeBackups();
  }

  #stored(clusterId: string): Readonly<Partial<Record<SecretName, string>>> {
    const all = this.#options.file.entries();
    return Object.hasOwn(all, clusterId) ? (all[clusterId] ?? {}) : {};
  }

  async #decrypt(place: string, ciphertext: string): Promise<Secret | null> {
    const { box, notices, onSecret } = this.#options;
    if (box.isLocked === true) {
      this.#unreadable.add(place); // Until it is unlocked; nothing is lost.
      return null;
    }
    try {
      const secret = new Secret(await box.decrypt(ciphertext));
      this.#unreadable.delete(place);
      onSecret(secret);
      return secret;
    } catch (error) {
      this.#unreadable.add(place);
      notices.add(lostNotice(error));
      return null;
    }
  }

  /** Null where it cannot be kept on disk. */
  async #encrypt(secret: Secret): Promise<string | null> {
    const { box, notices } = this.#options;
    if (!canKeep(box)) return null;
    try {
      return await box.encrypt(secret.reveal());
    } catch (error) {
      notices.add(notKeptNotice(error));
      return null;
    }
  }

  /** `kept`: names whose stored ciphertext is to stay, also where it cannot be read just now (a locked key store). */
  async #put(clusterId: string, secrets: ClusterSecrets, kept: ReadonlySet<SecretName>): Promise<void> {
    const stored = this.#stored(clusterId);
    const texts: Partial<Record<SecretName, string>> = {};
    const memory: Partial<Record<SecretName, Secret>> = {};
    for (const name of SecretName.options) {
      const secret = secrets[name];
      const ciphertext = kept.has(name) ? stored[name] : undefined;
      if (secret !== undefined) this.#options.onSecret(secret);
      const text = ciphertext ?? (secret === undefined ? null : await this.#encrypt(secret));
      if (text !== null) texts[name] = text;
      else if (secret !== undefined) memory[name] = secret;
      if (!kept.has(name)) this.#unreadable.delete(`${clusterId}/${name}`);
    }
    this.#inMemory.set(clusterId, memory);
    await this.#store(clusterId, texts);
  }

  async #store(clusterId: string, texts: Partial<Record<SecretName, string>>): Promise<void> {
    const { file } = this.#options;
    const isEmpty = Object.keys(texts).length === 0;
    if (isEmpty && !Object.hasOwn(file.entries(), clusterId)) return;
    await file.update((all) => {
      const { [clusterId]: _old, ...others } = all;
      return isEmpty ? others : { ...others, [clusterId]: texts };
    });
  }
}

const LOST_ID = 'secrets-lost';

function lostNotice(error: unknown) {
  return {
    id: LOST_ID,
    level: 'warning',
    title: 'Some passwords must be typed again',
    text: `The key store could not decrypt stored passwords (${nameOf(error)}). The clusters are all there; edit those that ask for a password. Nothing stored was deleted.`,
  } as const;
}

function notKeptNotice(error: unknown) {
  return {
    id: 'secrets-not-kept',
    level: 'warning',
    title: 'A password is kept until the app closes',
    text: `The key store refused to encrypt it (${nameOf(error)}), and it is never written in plain. It must be typed again after the next start.`,
  } as const;
}

/** The kind of error only: a key store's message may quote what it was given. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
