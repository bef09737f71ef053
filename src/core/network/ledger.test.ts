import { describe, expect, it } from 'vitest';
import { createLedger, type LedgerTarget } from './ledger.ts';
import { createUserList, type ListedAddress } from './user-list.ts';

const BROKER: ListedAddress = {
  host: 'kafka.example',
  port: 9092,
  purpose: 'Kafka',
  why: 'bootstrap server of orders',
};

function setUp({ listed = [BROKER], maxTargets }: { listed?: ListedAddress[]; maxTargets?: number } = {}) {
  let now = 0;
  const foreign: LedgerTarget[] = [];
  const configured = [...listed];
  const ledger = createLedger({
    clock: () => (now += 1),
    list: createUserList(() => configured),
    onForeign: (target) => void foreign.push(target),
    ...(maxTargets === undefined ? {} : { maxTargets }),
  });
  return { ledger, foreign, configured };
}

describe('connections of a thread', () => {
  it('are counted by address, with their bytes, whether they were made or not', () => {
    const { ledger, foreign } = setUp();
    const sink = ledger.connections('cluster orders');
    sink.receive({ kind: 'open', id: 1, host: 'KAFKA.example.', port: 9092 });
    sink.receive({ kind: 'address', id: 1, address: '10.0.0.1' });
    sink.receive({ kind: 'address', id: 1, address: '10.0.0.1' });
    sink.receive({ kind: 'bytes', id: 1, sent: 10, received: 100 });
    sink.receive({ kind: 'bytes', id: 1, sent: 15, received: 150 });
    sink.receive({ kind: 'open', id: 2, host: 'kafka.example', port: 9092 });
    sink.receive({ kind: 'close', id: 2, sent: 0, received: 0, failed: true });
    expect(ledger.targets()).toMatchObject([
      { host: 'kafka.example', connections: 2, open: 1, failed: 1, sent: 15, received: 150, addresses: ['10.0.0.1'] },
    ]);
    expect(ledger.targets()[0]).toMatchObject({ listedAs: BROKER.why, purposes: [{ purpose: 'Kafka' }] });
    sink.receive({ kind: 'close', id: 1, sent: 20, received: 150, failed: false });
    expect(ledger.targets()).toMatchObject([{ open: 0, failed: 1, sent: 20 }]);
    expect(foreign).toEqual([]);
  });

  it('of a thread that ended are over', () => {
    const { ledger } = setUp();
    const sink = ledger.connections('cluster orders');
    sink.receive({ kind: 'open', id: 1, host: 'kafka.example', port: 9092 });
    sink.end();
    sink.end();
    expect(ledger.targets()).toMatchObject([{ connections: 1, open: 0 }]);
  });

  it('to a broker the cluster told of are its own, and named so', () => {
    const { ledger, foreign } = setUp();
    const sink = ledger.connections('cluster orders');
    sink.receive({ kind: 'advertised', host: 'broker-7.example', port: 9093 });
    sink.receive({ kind: 'open', id: 1, host: 'broker-7.example', port: 9093 });
    expect(ledger.targets()).toMatchObject([
      { listedAs: 'advertised by cluster orders', purposes: [{ purpose: 'Kafka' }] },
    ]);
    expect(foreign).toEqual([]);
  });
});

describe('what nobody named', () => {
  it('is foreign, told once, and stays so when it is named later', () => {
    const { ledger, foreign, configured } = setUp();
    const sink = ledger.connections('cluster orders');
    sink.receive({ kind: 'open', id: 1, host: '127.0.0.9', port: 9 });
    sink.receive({ kind: 'open', id: 2, host: '127.0.0.9', port: 9 });
    expect(foreign).toMatchObject([{ host: '127.0.0.9', port: 9 }]);
    configured.push({ ...BROKER, host: '127.0.0.9', port: 9 });
    sink.receive({ kind: 'open', id: 3, host: '127.0.0.9', port: 9 });
    expect(ledger.targets()).toMatchObject([{ listedAs: null, connections: 3 }]);
  });

  it('is another port of a host that was named, and a registry that a redirect leads to', () => {
    const { ledger, foreign } = setUp();
    ledger.connections('x').receive({ kind: 'open', id: 1, host: 'kafka.example', port: 22 });
    ledger.contact({ host: 'elsewhere.example', port: 443, purpose: 'Schema Registry' });
    expect(foreign.map(({ host }) => host)).toEqual(['kafka.example', 'elsewhere.example']);
  });
});

describe('the door', () => {
  it('makes an address expected whose purpose says why, for the connection that follows', () => {
    const { ledger, foreign } = setUp();
    ledger.contact({ host: 'auth.example', port: 443, purpose: 'login', why: 'your sign-in' })(70);
    const sink = ledger.connections('a cluster');
    sink.receive({ kind: 'open', id: 1, host: 'auth.example', port: 443 });
    sink.receive({ kind: 'close', id: 1, sent: 30, received: 90, failed: false });
    expect(ledger.targets()).toMatchObject([
      {
        listedAs: 'your sign-in',
        requests: 1,
        connections: 1,
        sent: 30,
        received: 90,
        purposes: [{ purpose: 'login' }],
      },
    ]);
    expect(foreign).toEqual([]);
  });

  it('counts by bodies what went through a proxy, where there is no connection to count', () => {
    const { ledger } = setUp();
    const via = 'proxy.example:3128';
    ledger.contact({ host: 'auth.example', port: 443, purpose: 'login', via, why: 'your sign-in' })(70);
    expect(ledger.targets()).toMatchObject([{ via, connections: 0, received: 70 }]);
  });
});

it('keeps a thousand targets and tells of those that made room; what is open or foreign goes last', () => {
  const { ledger } = setUp({ listed: [], maxTargets: 3 });
  const sink = ledger.connections('x');
  sink.receive({ kind: 'open', id: 1, host: 'foreign.example', port: 1 });
  sink.receive({ kind: 'close', id: 1, sent: 0, received: 0, failed: true });
  for (let at = 0; at < 10; at++)
    ledger.contact({ host: `h${at}.example`, port: 1, purpose: 'login', why: 'your sign-in' });
  expect(ledger.targets().map(({ host }) => host)).toEqual(['foreign.example', 'h8.example', 'h9.example']);
  expect(ledger.forgotten).toBe(8);
});

it('clearing leaves what is open, counted anew', () => {
  const { ledger } = setUp();
  const sink = ledger.connections('cluster orders');
  sink.receive({ kind: 'open', id: 1, host: 'kafka.example', port: 9092 });
  sink.receive({ kind: 'bytes', id: 1, sent: 10, received: 10 });
  ledger.contact({ host: 'auth.example', port: 443, purpose: 'login', why: 'your sign-in' });
  ledger.clear();
  sink.receive({ kind: 'bytes', id: 1, sent: 12, received: 10 });
  expect(ledger.targets()).toMatchObject([{ host: 'kafka.example', connections: 1, open: 1, sent: 2, received: 0 }]);
});
