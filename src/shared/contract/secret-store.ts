import { z } from 'zod';
import { Secret } from '../values/secret.ts';
import { procedure, TimestampMs } from './meta.ts';

/** The shortest passphrase that may be set. Length is what counts (NIST SP 800-63B): no rules about its characters. */
export const MIN_PASSPHRASE = 8;

export const SecretStoreStatus = z.object({
  /** `system`: the key store; `passphrase`: a key under the user's passphrase; `session`: memory, until the app closes. */
  kind: z.enum(['system', 'passphrase', 'session']),
  /** For people. */
  sentence: z.string(),
  /** The passphrase has not been typed yet: stored secrets cannot be read, new ones are held in memory. */
  isLocked: z.boolean(),
  /** False where there is no key store and the user has not said yet how secrets are to be kept. */
  isChosen: z.boolean(),
  hasKeyStore: z.boolean(),
  /** After wrong passphrases: when the next may be tried. */
  retryAt: TimestampMs.nullable(),
});
export type SecretStoreStatus = z.infer<typeof SecretStoreStatus>;

const Typed = z
  .string()
  .min(1, 'Type the passphrase')
  .max(1000)
  .transform((text) => new Secret(text));
/** For a passphrase that is being set. */
export const NewPassphrase = z
  .string()
  .min(MIN_PASSPHRASE, `At least ${MIN_PASSPHRASE} characters`)
  .max(1000)
  .transform((text) => new Secret(text));

/** How passwords are kept on this computer. Each answers with how it is afterwards. */
export const secretStoreContract = {
  status: procedure('app', 'read').output(SecretStoreStatus),
  /** Opens what is kept under the passphrase, for as long as the app runs. */
  unlock: procedure('app', 'configure')
    .input(z.strictObject({ passphrase: Typed }))
    .output(SecretStoreStatus),
  createPassphrase: procedure('app', 'configure')
    .input(z.strictObject({ passphrase: NewPassphrase }))
    .output(SecretStoreStatus),
  changePassphrase: procedure('app', 'configure')
    .input(z.strictObject({ current: Typed, next: NewPassphrase }))
    .output(SecretStoreStatus),
  /** Secrets stay in memory until the app closes; what is on disk is removed. */
  chooseSession: procedure('app', 'configure').output(SecretStoreStatus),
  /** Deletes every stored secret. Clusters stay; their passwords are asked for again. */
  forget: procedure('app', 'configure').output(SecretStoreStatus),
};
