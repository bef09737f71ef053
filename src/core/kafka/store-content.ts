import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Secret } from '../../shared/values/secret.ts';

/** What was read from a key store, of whatever type. */
export type KeyStore = {
  /** What a truststore is for. */
  readonly certificates: ReadonlyArray<X509Certificate>;
  /** What a keystore is for: the first private key and its certificates. */
  readonly identity: { readonly key: KeyObject; readonly chain: ReadonlyArray<X509Certificate> } | null;
};

export type StorePasswords = {
  readonly store?: Secret | undefined;
  /** Where the key has a password of its own; else the store's counts. */
  readonly key?: Secret | undefined;
};
