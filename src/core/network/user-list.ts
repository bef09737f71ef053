/** An address the user named, or a cluster of theirs did. */
export type ListedAddress = {
  readonly host: string;
  readonly port: number;
  /** What goes there: "Kafka", "Schema Registry". */
  readonly purpose: string;
  /** Whose it is, in words: "bootstrap server of orders". */
  readonly why: string;
};

export type Listed = { readonly purpose: string; readonly why: string };

/** Where connections are expected to go. */
export type UserList = {
  /** Why an address is expected; null where nobody named it. */
  find(host: string, port: number): Listed | null;
  /** Expects an address for as long as the app runs: a broker a cluster told of, a draft being tested. */
  add(address: ListedAddress): void;
};

/** A cluster of a hundred brokers names each of them; nothing real comes near this. */
const MAX_TOLD = 20_000;
const MAX_REASONS = 3;

/** `configured` is asked anew each time, so that a changed profile counts at once. */
export function createUserList(configured: () => Iterable<ListedAddress>): UserList {
  const told = new Map<string, Listed>();
  return {
    find(host, port) {
      const key = addressKey(host, port);
      const reasons = new Set<string>();
      let purpose = '';
      for (const address of configured()) {
        if (addressKey(address.host, address.port) !== key) continue;
        reasons.add(address.why);
        purpose = address.purpose;
      }
      return reasons.size === 0 ? (told.get(key) ?? null) : { purpose, why: inWords([...reasons]) };
    },
    add({ host, port, purpose, why }) {
      const key = addressKey(host, port);
      told.delete(key);
      told.set(key, { purpose, why });
      const [oldest] = told.keys();
      if (told.size > MAX_TOLD && oldest !== undefined) told.delete(oldest);
    },
  };
}

function inWords(reasons: ReadonlyArray<string>): string {
  const shown = reasons.slice(0, MAX_REASONS).join(', ');
  const rest = reasons.length - MAX_REASONS;
  return rest > 0 ? `${shown} and ${String(rest)} more` : shown;
}

/** One spelling per address: no brackets, no dot at the end, small letters. */
export function plainHost(host: string): string {
  return host
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
}

export function addressKey(host: string, port: number): string {
  return `${plainHost(host)} ${String(port)}`;
}
