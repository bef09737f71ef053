import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSessionSecretBox, openSettings } from '../../../src/core/settings/index.ts';
import { Secret } from '../../../src/shared/values/secret.ts';
import type { OpenApp } from '../hosts.ts';

/** By name: what the issuer gave at the sign-in, to be searched for. */
export type Tokens = ReadonlyMap<string, string>;

/** The tokens from a box under a passphrase. Rejects where no sign-in is in it. */
export async function tokensUnder(passphrase: string, configFolder: string): Promise<Tokens> {
  const settings = await openSettings({
    folder: configFolder,
    secretBox: createSessionSecretBox(''),
    clock: Date.now,
    newId: () => crypto.randomUUID(),
  });
  try {
    await settings.secretKeeper.unlock(new Secret(passphrase));
    return tokensIn((await settings.productSecrets.read('account'))?.reveal() ?? '{}');
  } finally {
    await settings.close();
  }
}

/** The tokens as the keyring gives them back to the running application. Rejects where no sign-in is in it. */
export async function tokensOfKeyring(
  electron: NonNullable<OpenApp['electron']>,
  configFolder: string,
): Promise<Tokens> {
  const text = await readFile(path.join(configFolder, 'product-secrets.json'), 'utf8');
  const ciphertext = /"account": *"([^"]+)"/.exec(text)?.[1] ?? '';
  const session = await electron.evaluate(
    ({ safeStorage }, packed) => safeStorage.decryptString(Buffer.from(packed, 'base64')),
    ciphertext,
  );
  return tokensIn(session);
}

function tokensIn(session: string): Tokens {
  const stored = JSON.parse(session) as Record<string, string>;
  const tokens = ['access', 'refresh', 'id'].map((name) => [`${name} token`, stored[name] ?? ''] as const);
  if (tokens.some(([, text]) => text.length < 20)) throw new Error('There is no sign-in in the box.');
  return new Map(tokens);
}
