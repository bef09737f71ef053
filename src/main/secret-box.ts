import { safeStorage } from 'electron';
import { createSessionSecretBox, type SecretBox } from '../core/settings/index.ts';

const STORE_NAMES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'the macOS Keychain',
  win32: 'Windows data protection',
  linux: "this desktop's keyring",
};

/** Encrypts with the operating system's key store; where there is none, keeps secrets for this run and says so. */
export async function createSecretBox(platform: NodeJS.Platform): Promise<SecretBox> {
  if (!(await hasKeyStore(platform))) {
    return createSessionSecretBox(
      'This computer offers no key store: passwords are kept until the app closes, then asked for again.',
    );
  }
  return {
    kind: 'system' as const,
    sentence: `Passwords are encrypted with ${STORE_NAMES[platform] ?? "the system's key store"}.`,
    encrypt: async (text: string) => (await safeStorage.encryptStringAsync(text)).toString('base64'),
    decrypt: async (ciphertext: string) => {
      const { result } = await safeStorage.decryptStringAsync(Buffer.from(ciphertext, 'base64'));
      return result;
    },
  };
}

/** Without a keyring Linux "encrypts" with a password everyone knows; that is no key store. */
async function hasKeyStore(platform: NodeJS.Platform): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  if (platform !== 'linux') return true;
  const backend = safeStorage.getSelectedStorageBackend();
  return backend !== 'basic_text' && backend !== 'unknown';
}
