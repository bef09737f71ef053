/** Keeps what was used last, up to so many and so large. */
export type Cache<T> = {
  get(key: string): T | undefined;
  set(key: string, value: T, size: number): void;
  readonly size: number;
};

export function createCache<T>(limits: { readonly count: number; readonly bytes: number }): Cache<T> {
  const entries = new Map<string, { readonly value: T; readonly size: number }>();
  let bytes = 0;
  const drop = (key: string) => {
    bytes -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      // A Map gives its keys in the order they were set: the one just used goes to the end.
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, size) {
      drop(key);
      entries.set(key, { value, size });
      bytes += size;
      // The newest stays, however large: whoever asked for it is about to ask again.
      for (const old of entries.keys()) {
        if (old === key || (entries.size <= limits.count && bytes <= limits.bytes)) break;
        drop(old);
      }
    },
    get size() {
      return entries.size;
    },
  };
}
