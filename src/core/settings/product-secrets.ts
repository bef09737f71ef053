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
  const { file, box, onSecret } = options;
  const inMemory = new Map<ProductSecretName, Secret>();

  async function decrypt(name: ProductSecretName): Promise<Secret | null> {
    const ciphertext = file.entries()[name];
    if (ciphertext === undefined || !canKeep(box)) return null;
    try {
      return new Secret(await box.decrypt(ciphertext));
    } catch {
      // Lost: what it protected is lost with it, and whoever owns that makes a new one.
      return null;
    }
  }

  async function keep(name: ProductSecretName, secret: Secret): Promise<void> {
    if (!canKeep(box)) return;
    const ciphertext = await box.encrypt(secret.reveal()).catch(() => null);
    // Never in plain: without a ciphertext it lives as long as this process.
    if (ciphertext !== null) await file.update((all) => ({ ...all, [name]: ciphertext }));
  }

  async function read(name: ProductSecretName): Promise<Secret | null> {
    const secret = inMemory.get(name) ?? (await decrypt(name));
    if (secret !== null) onSecret(secret);
    return secret;
  }

  async function empty(): Promise<void> {
    await file.update(() => ({}));
    await file.purgeBackups();
  }

  return {
    get kind() {
      return canKeep(box) ? box.kind : 'session';
    },
    read,
    async readAgain(name) {
      if (!canKeep(box)) return read(name);
      const before = file.entries()[name];
      await file.update((all) => all); // A save takes in what others have saved.
      if (file.entries()[name] !== before) inMemory.delete(name);
      return read(name);
    },
    async write(name, secret) {
      onSecret(secret);
      inMemory.set(name, secret);
      await keep(name, secret);
    },
    async opened() {
      for (const [name, secret] of inMemory) await keep(name, secret);
    },
    async toMemory() {
      for (const name of ProductSecretName.options) {
        const secret = inMemory.get(name) ?? (await decrypt(name));
        if (secret !== null) inMemory.set(name, secret);
      }
      await empty();
    },
    async forget() {
      inMemory.clear();
      await empty();
    },
    async remove(name) {
      inMemory.delete(name);
      if (file.entries()[name] === undefined) return;
      await file.update((all) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== name)));
    },
  };
}
