/** One line of "who was contacted": a host for one purpose. */
export type LedgerEntry = {
  readonly host: string;
  readonly port: number;
  readonly purpose: string;
  readonly count: number;
  /** Bytes of bodies received. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
};

export type Ledger = {
  /** A request goes out; the answer counts the bytes that come back for it. */
  contact(host: string, port: number, purpose: string): (bytes: number) => void;
  entries(): ReadonlyArray<LedgerEntry>;
};

export function createLedger(clock: () => number): Ledger {
  const entries = new Map<string, LedgerEntry>();
  return {
    contact(host, port, purpose) {
      const key = `${host}:${port} ${purpose}`;
      const now = clock();
      const known = entries.get(key) ?? { host, port, purpose, count: 0, bytes: 0, firstAt: now, lastAt: now };
      entries.set(key, { ...known, count: known.count + 1, lastAt: now });
      return (bytes) => {
        const entry = entries.get(key);
        if (entry !== undefined) entries.set(key, { ...entry, bytes: entry.bytes + bytes, lastAt: clock() });
      };
    },
    entries: () => [...entries.values()],
  };
}
