import { z } from 'zod';
import type { FileFormat } from './format.ts';
import type { SettingsFile } from './settings-file.ts';

/** A public key as an issuer publishes it (RFC 7517): for checking signatures, so no secret. */
const PublicKey = z.looseObject({ kid: z.string().max(500), kty: z.enum(['RSA', 'EC']) });

const Stored = z.strictObject({
  /** The latest time this installation has seen, in milliseconds since 1970: a clock set back is noticed by it. */
  seenAt: z.number().min(0),
  /** What the issuer last signed with, so that a start needs no network. */
  keys: z.strictObject({ issuer: z.string().max(2000), keys: z.array(PublicKey).max(50) }).nullable(),
  /** A licence for computers without network, as it was imported. It opens this app, and nothing elsewhere. */
  licenceFile: z.string().max(20_000).nullable(),
});
export type StoredAccount = Readonly<z.infer<typeof Stored>>;

export const accountFormat: FileFormat<StoredAccount> = {
  name: 'account',
  title: 'What is kept of the account',
  version: 1,
  entries: Stored,
  empty: { seenAt: 0, keys: null, licenceFile: null },
  migrations: [],
};

/**
 * What is known of the account and is no secret. Tokens are in the product's secrets; a licence file is no token (see
 * docs/security.md), and lies here as it came.
 */
export type AccountStore = {
  get(): StoredAccount;
  /** A licence that is taken away is taken out of the backups as well. */
  save(change: Partial<StoredAccount>): Promise<void>;
};

export function createAccountStore(file: SettingsFile<StoredAccount>): AccountStore {
  return {
    get: () => file.entries(),
    async save(change) {
      await file.update((stored) => ({ ...stored, ...change }));
      if (change.licenceFile === null) await file.purgeBackups();
    },
  };
}
