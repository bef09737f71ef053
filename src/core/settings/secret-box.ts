/** Encrypts secrets for the disk. Hosts provide one (Electron's safeStorage, or `session` where there is no key store). */
export type SecretBox = {
  /**
   * `system`: the operating system's key store; `passphrase`: a key that only the user's passphrase opens; `session`:
   * cannot persist, so secrets are kept in memory until the app closes.
   */
  readonly kind: 'system' | 'passphrase' | 'session';
  /** For people: "Passwords are encrypted with the macOS Keychain." */
  readonly sentence: string;
  /** True while a passphrase is still to be typed: nothing can be read or kept until then. */
  readonly isLocked?: boolean;
  /** Base64 of the ciphertext. */
  encrypt(text: string): Promise<string>;
  /** Rejects when the key is lost. */
  decrypt(ciphertext: string): Promise<string>;
};

/** Whether what is encrypted now can be read after the next start. */
export function canKeep(box: SecretBox): boolean {
  return box.kind !== 'session' && box.isLocked !== true;
}
