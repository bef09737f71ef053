/** Encrypts secrets for the disk. Hosts provide it (Electron's safeStorage, a server key, memory only). */
export type SecretBox = {
  /** `session`: cannot persist, so secrets are kept in memory until the app closes. */
  readonly kind: 'system' | 'session';
  /** For people: "Passwords are encrypted with the macOS Keychain." */
  readonly sentence: string;
  /** Base64 of the ciphertext. */
  encrypt(text: string): Promise<string>;
  /** Rejects when the key is lost. */
  decrypt(ciphertext: string): Promise<string>;
};
