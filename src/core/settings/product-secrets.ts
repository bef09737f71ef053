import { z } from 'zod';
import { Secret } from '../../shared/values/secret.ts';
import type { FileFormat } from './format.ts';
import { canKeep, type SecretBox } from './secret-box.ts';
import type { SecretHolder } from './secret-keeper.ts';
import type { SettingsFile } from './settings-file.ts';

/** Secrets that belong to the product itself, not to a cluster. */
export const ProductSecretName = z.enum(['searchCacheKey', 'supportMailPassword', 'proxyPassword', 'account']);
export type ProductSecretName = z.infer<typeof ProductSecretName>;

const Ciphertexts = z.partialRecord(ProductSecretName, z.base64().max(100_000));
type Ciphertexts = z.infer<typeof Ciphertexts>;

export const productSecretsFormat: FileFormat<Ciphertexts> = {
  name: 'product-secrets',
  title: 'The store of the product’s own keys',
  version: 1,
  entries: Ciphertexts,
  empty: {},
  migrations: [],
};

export type ProductSecrets = {
  /** `session`: what is written now is in memory only. So it is while a passphrase is still to be typed. */
  readonly kind: SecretBox['kind'];
  /** Null where there is none, or its key is lost. */
  read(name: ProductSecretName): Promise<Secret | null>;
  /** The same, but as another instance on this folder may have left it since. */
  readAgain(name: ProductSecretName): Promise<Secret | null>;
  /** Where the key store refuses, it is kept in memory only. */
  write(name: ProductSecretName, secret: Secret): Promise<void>;
  remove(name: ProductSecretName): Promise<void>;
};

export type ProductSecretsOptions = {
  readonly file: SettingsFile<Ciphertexts>;
  readonly box: SecretBox;
  readonly onSecret: (secret: Secret) => void;
};

export function createProductSecrets(options: ProductSecretsOptions): ProductSecrets & SecretHolder {
  return new KeptSecrets(options);
}

class KeptSecrets implements ProductSecrets, SecretHolder {
  readonly #file: SettingsFile<Ciphertexts>;
  readonly #box: SecretBox;
  readonly #onSecret: (secret: Secret) => void;
  readonly #inMemory = new Map<ProductSecretName, Secret>();

  constructor({ file, box, onSecret }: ProductSecretsOptions) {
    this.#file = file;
    this.#box = box;
    this.#onSecret = onSecret;
  }

  get kind(): SecretBox['kind'] {
    return canKeep(this.#box) ? this.#box.kind : 'session';
  }

  async read(name: ProductSecretName): Promise<Secret | null> {
    const secret = await this.#get(name);
    if (secret !== null) this.#onSecret(secret);
    return secret;
  }

  async readAgain(name: ProductSecretName): Promise<Secret | null> {
    if (!canKeep(this.#box)) return this.read(name);
    const before = this.#file.entries()[name];
    await this.#file.update((all) => all); // A save takes in what others have saved.
    if (this.#file.entries()[name] !== before) this.#inMemory.delete(name);
    return this.read(name);
  }

  async write(name: ProductSecretName, secret: Secret): Promise<void> {
    this.#onSecret(secret);
    this.#inMemory.set(name, secret);
    await this.#keep(name, secret);
  }

  async remove(name: ProductSecretName): Promise<void> {
    this.#inMemory.delete(name);
    if (this.#file.entries()[name] === undefined) return;
    await this.#file.update((all) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== name)));
  }

  async opened(): Promise<void> {
    for (const [name, secret] of this.#inMemory) await this.#keep(name, secret);
  }

  async toMemory(): Promise<void> {
    for (const name of ProductSecretName.options) {
      const secret = await this.#get(name);
      if (secret !== null) this.#inMemory.set(name, secret);
    }
    await this.#empty();
  }

  async forget(): Promise<void> {
    this.#inMemory.clear();
    await this.#empty();
  }

  async #get(name: ProductSecretName): Promise<Secret | null> {
    const known = this.#inMemory.get(name);
    const ciphertext = this.#file.entries()[name];
    if (known !== undefined || ciphertext === undefined || !canKeep(this.#box)) return known ?? null;
    try {
      return new Secret(await this.#box.decrypt(ciphertext));
    } catch {
      // Lost: what it protected is lost with it, and whoever owns that makes a new one.
      return null;
    }
  }

  async #keep(name: ProductSecretName, secret: Secret): Promise<void> {
    if (!canKeep(this.#box)) return;
    const ciphertext = await this.#box.encrypt(secret.reveal()).catch(() => null);
    // Never in plain: without a ciphertext it lives as long as this process.
    if (ciphertext !== null) await this.#file.update((all) => ({ ...all, [name]: ciphertext }));
  }

  async #empty(): Promise<void> {
    await this.#file.update(() => ({}));
    await this.#file.purgeBackups();
  }
}
