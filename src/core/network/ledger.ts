import type { ConnectionEvent, ConnectionSink } from './connection-events.ts';
import { addressKey, plainHost, type UserList } from './user-list.ts';

/** One line of "who was contacted": a host for one purpose, through the door. */
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

/** Everything known of one address. */
export type LedgerTarget = {
  readonly host: string;
  readonly port: number;
  /** `host:port` of the proxy it was reached by; its own connections are then the proxy's. */
  readonly via: string | null;
  /** What the name led to. */
  readonly addresses: ReadonlyArray<string>;
  readonly purposes: ReadonlyArray<LedgerEntry>;
  /** Why it is on the user's list; null: at least one contact was to an address nobody named. */
  readonly listedAs: string | null;
  readonly connections: number;
  readonly open: number;
  readonly failed: number;
  readonly requests: number;
  readonly sent: number;
  readonly received: number;
  readonly firstAt: number;
  readonly lastAt: number;
};

export type Contact = {
  readonly host: string;
  readonly port: number;
  readonly purpose: string;
  readonly via?: string | undefined;
  /** Why it is expected where the list does not say so. */
  readonly why?: string | null | undefined;
};

export type Ledger = {
  /** A request goes out; the answer counts the bytes that come back for it. */
  contact(contact: Contact): (bytes: number) => void;
  readonly expect: UserList['add'];
  /** Takes what is told of one thread's connections; `owner` is whose it is where it is one cluster's: "cluster orders". */
  connections(owner: string): ConnectionSink;
  targets(): ReadonlyArray<LedgerTarget>;
  /** By host and purpose, what went through the door only. */
  entries(): ReadonlyArray<LedgerEntry>;
  /** Targets that had to make room for newer ones. */
  readonly forgotten: number;
  clear(): void;
};

export type LedgerOptions = {
  readonly clock: () => number;
  readonly list: UserList;
  readonly maxTargets?: number;
  /** Told once of each target that is not on the list. */
  readonly onForeign?: (target: LedgerTarget) => void;
};

type Target = { -readonly [K in keyof Omit<LedgerTarget, 'addresses' | 'purposes'>]: LedgerTarget[K] } & {
  readonly addresses: Set<string>;
  readonly purposes: Map<string, LedgerEntry>;
  isForeign: boolean;
};
type Followed = { readonly target: Target; sent: number; received: number };

/** More than anyone reads. */
const MAX_TARGETS = 1000;
const MAX_ADDRESSES = 8;
const MAX_PURPOSES = 10;

export function createLedger({ clock, list, maxTargets = MAX_TARGETS, onForeign }: LedgerOptions): Ledger {
  const targets = new Map<string, Target>();
  let forgotten = 0;

  function touch(host: string, port: number, via: string | null): Target {
    const key = `${addressKey(host, port)} ${via ?? ''}`;
    const now = clock();
    const known = targets.get(key) ?? newTarget(host, port, via, now);
    // The last used stands last: the first is the one to make room.
    targets.delete(key);
    targets.set(key, known);
    known.lastAt = now;
    judge(known, list.find(host, port)?.why ?? null);
    makeRoom();
    return known;
  }

  /** Once foreign, always so: what happened is not made undone by a name that comes later. */
  function judge(target: Target, why: string | null): void {
    if (why !== null) target.listedAs = target.isForeign ? null : why;
    if (why !== null || target.isForeign) return;
    target.isForeign = true;
    target.listedAs = null;
    onForeign?.(shown(target));
  }

  /** What is red, or still open, stays longest. */
  function makeRoom(): void {
    if (targets.size <= maxTargets) return;
    const all = [...targets];
    const [key] = all.find(([, target]) => !target.isForeign && target.open === 0) ?? all[0] ?? [];
    if (key !== undefined && targets.delete(key)) forgotten += 1;
  }

  function contact({ host, port, purpose, via, why }: Contact): (bytes: number) => void {
    if (why !== undefined && why !== null) list.add({ host, port, purpose, why });
    const target = touch(host, port, via ?? null);
    target.requests += 1;
    count(target, purpose, { now: clock(), requests: 1 });
    return (bytes) => {
      // Through a proxy there is no connection of its own to count by.
      if (target.via !== null) target.received += bytes;
      target.lastAt = clock();
      count(target, purpose, { now: clock(), bytes });
    };
  }

  return {
    contact,
    expect: list.add,
    connections: (owner) => followConnections({ owner, clock, list, touch: (host, port) => touch(host, port, null) }),
    targets: () => [...targets.values()].map(shown),
    entries: () =>
      [...targets.values()].flatMap((target) => [...target.purposes.values()].filter(({ count: n }) => n > 0)),
    get forgotten() {
      return forgotten;
    },
    clear() {
      for (const [key, target] of targets) {
        if (target.open === 0) targets.delete(key);
        else startAnew(target, clock());
      }
      forgotten = 0;
    },
  };
}

type Following = {
  readonly owner: string;
  readonly clock: () => number;
  readonly list: UserList;
  readonly touch: (host: string, port: number) => Target;
};

function followConnections({ owner, clock, list, touch }: Following): ConnectionSink {
  const open = new Map<number, Followed>();
  const measure = (followed: Followed, sent: number, received: number): void => {
    followed.target.sent += sent - followed.sent;
    followed.target.received += received - followed.received;
    followed.target.lastAt = clock();
    Object.assign(followed, { sent, received });
  };
  const closed = (id: number, followed: Followed): void => {
    open.delete(id);
    followed.target.open -= 1;
  };
  return {
    receive(event: ConnectionEvent) {
      if (event.kind === 'advertised') {
        list.add({ host: event.host, port: event.port, purpose: 'Kafka', why: `advertised by ${owner}` });
        return;
      }
      if (event.kind === 'open') {
        const target = touch(event.host, event.port);
        target.connections += 1;
        target.open += 1;
        // What went through the door has said why already.
        if (target.requests === 0) {
          count(target, list.find(event.host, event.port)?.purpose ?? 'unknown', { now: clock(), requests: 1 });
        }
        open.set(event.id, { target, sent: 0, received: 0 });
        return;
      }
      const followed = open.get(event.id);
      if (followed === undefined) return;
      if (event.kind === 'address') {
        if (followed.target.addresses.size < MAX_ADDRESSES) followed.target.addresses.add(plainHost(event.address));
        return;
      }
      measure(followed, event.sent, event.received);
      if (event.kind !== 'close') return;
      closed(event.id, followed);
      if (event.failed) followed.target.failed += 1;
    },
    end() {
      for (const [id, followed] of open) closed(id, followed);
    },
  };
}

/** A connection that is still open stays in the list when the rest is cleared. */
function startAnew(target: Target, now: number): void {
  const [purpose] = target.purposes.keys();
  target.purposes.clear();
  if (purpose !== undefined) count(target, purpose, { now, requests: target.open });
  Object.assign(target, { connections: target.open, failed: 0, requests: 0, sent: 0, received: 0, firstAt: now });
}

function newTarget(host: string, port: number, via: string | null, now: number): Target {
  return {
    host: plainHost(host),
    port,
    via,
    addresses: new Set(),
    purposes: new Map(),
    listedAs: null,
    isForeign: false,
    connections: 0,
    open: 0,
    failed: 0,
    requests: 0,
    sent: 0,
    received: 0,
    firstAt: now,
    lastAt: now,
  };
}

type More = { readonly now: number; readonly requests?: number; readonly bytes?: number };

function count(target: Target, purpose: string, { now, requests = 0, bytes = 0 }: More): void {
  const { host, port, purposes } = target;
  const name = purposes.has(purpose) || purposes.size < MAX_PURPOSES ? purpose : 'more';
  const known = purposes.get(name) ?? { host, port, purpose: name, count: 0, bytes: 0, firstAt: now, lastAt: now };
  purposes.set(name, { ...known, count: known.count + requests, bytes: known.bytes + bytes, lastAt: now });
}

function shown({ isForeign: _isForeign, addresses, purposes, ...rest }: Target): LedgerTarget {
  return { ...rest, addresses: [...addresses], purposes: [...purposes.values()] };
}
