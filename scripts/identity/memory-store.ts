import type { Adapter, AdapterPayload } from 'oidc-provider';

type Entry = { readonly payload: AdapterPayload; readonly endsAt: number };

/** What the provider remembers (sessions, codes, tokens), in memory: one for each kind of thing, over one set of shelves. */
export function createMemoryStore(clock: () => number): (kind: string) => Adapter {
  const entries = new Map<string, Entry>();
  return (kind) => {
    const keyOf = (id: string) => `${kind}:${id}`;
    const found = (key: string): AdapterPayload | undefined => {
      const entry = entries.get(key);
      return entry !== undefined && entry.endsAt > clock() ? entry.payload : undefined;
    };
    const firstWith = (name: 'uid' | 'userCode', value: string): AdapterPayload | undefined =>
      [...entries.keys()]
        .map((key) => (key.startsWith(`${kind}:`) ? found(key) : undefined))
        .find((payload) => payload?.[name] === value);
    return {
      async upsert(id, payload, seconds) {
        const endsAt = typeof seconds === 'number' ? clock() + seconds * 1000 : Number.POSITIVE_INFINITY;
        entries.set(keyOf(id), { payload, endsAt });
      },
      find: async (id) => found(keyOf(id)),
      findByUid: async (uid) => firstWith('uid', uid),
      findByUserCode: async (code) => firstWith('userCode', code),
      async consume(id) {
        const entry = entries.get(keyOf(id));
        if (entry === undefined) return;
        const payload = { ...entry.payload, consumed: Math.floor(clock() / 1000) };
        entries.set(keyOf(id), { ...entry, payload });
      },
      destroy: async (id) => void entries.delete(keyOf(id)),
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
      },
    };
  };
}
