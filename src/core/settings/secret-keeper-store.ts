import { z } from 'zod';
import type { FileFormat } from './format.ts';
import { KeyDerivation } from './passphrase-key.ts';
import type { SettingsFile } from './settings-file.ts';

/** How secrets are kept where there is no key store. `key`: the box's own key, sealed with the passphrase's. */
const HowKept = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unasked') }),
  z.strictObject({ kind: z.literal('session') }),
  z.strictObject({ kind: z.literal('passphrase'), derivation: KeyDerivation, key: z.base64().max(1000) }),
]);
export type HowKept = Readonly<z.infer<typeof HowKept>>;

/** One entry, so that two instances never mix their halves of it. */
const Stored = z.strictObject({ how: HowKept });
export type HowKeptFile = SettingsFile<z.infer<typeof Stored>>;

export const secretBoxFormat: FileFormat<z.infer<typeof Stored>> = {
  name: 'secret-box',
  title: 'The choice of how passwords are kept',
  version: 1,
  entries: Stored,
  empty: { how: { kind: 'unasked' } },
  migrations: [],
};
