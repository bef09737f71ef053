import { Secret } from '../../shared/values/secret.ts';

/** What a reader needs to open the cache of its cluster. */
export type CacheSettings = {
  readonly root: string;
  readonly folder: string;
  readonly key: Secret;
  readonly maxBytes: number;
};

/**
 * Cache settings on their way to the worker. A Secret does not survive structured clone, on purpose; so the key is opened
 * here, only inside the message, and closed again where it arrives. Never log this.
 */
export type CacheMessage = Omit<CacheSettings, 'key'> & { readonly key: string };

export function toCacheMessage({ root, folder, key, maxBytes }: CacheSettings): CacheMessage {
  return { root, folder, key: key.reveal(), maxBytes };
}

export function fromCacheMessage({ root, folder, key, maxBytes }: CacheMessage): CacheSettings {
  return { root, folder, key: new Secret(key), maxBytes };
}
