import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../src/core/kafka/index.ts';
import { createNetwork, createUserList, watchSockets, type LedgerTarget } from '../../src/core/network/index.ts';
import { kafka } from '../support/brokers.ts';
import type { PlainBroker } from '../support/brokers-types.ts';
import { engineFor, ENGINES, newTopic, settingsFor, until } from '../support/engines.ts';
import { startRelay } from '../support/relay.ts';
import { openReaderPath, pullAll } from './records-harness.ts';

/**
 * What the ledger says of Kafka against what a relay before a real broker counted. The broker advertises its own
 * address, so the first connection goes through the relay and the others past it.
 */
let broker: PlainBroker;
let topic: string;
const closers: Array<() => unknown> = [];

beforeAll(async () => {
  broker = await kafka();
  const engine = engineFor('platformatic', `127.0.0.1:${broker.port}`);
  topic = await newTopic(engine);
  const records = Array.from({ length: 200 }, (_, at) => ({ topic, key: null, value: Buffer.from(`record ${at}`) }));
  await engine.produce(records);
  await engine.close();
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function setUp() {
  const relay = await startRelay(broker.port);
  closers.push(() => relay.close());
  const foreign: LedgerTarget[] = [];
  const listed = { host: '127.0.0.1', port: relay.port, purpose: 'Kafka', why: 'bootstrap server of orders' };
  const network = createNetwork({
    list: createUserList(() => [listed]),
    onForeign: (target) => void foreign.push(target),
  });
  const of = (port: number) => network.targets().find((target) => target.host === '127.0.0.1' && target.port === port);
  return { relay, network, foreign, of };
}

describe.each(ENGINES)('the %s engine', (kind) => {
  test('on the main side: every connection and every byte, and the advertised broker by its cluster’s name', async () => {
    const { relay, network, foreign, of } = await setUp();
    const sink = network.connections('cluster orders');
    // The relay runs in this thread, too; its own connections are known by the other name it uses.
    const watch = watchSockets(sink.receive);
    closers.push(() => watch.stop());
    const engine = createEngine(settingsFor(kind, `127.0.0.1:${relay.port}`), {
      onAdvertised: ({ host, port }) => sink.receive({ kind: 'advertised', host, port }),
    });
    closers.push(() => engine.close());
    await engine.describeCluster();
    await engine.describeTopics('all');
    await engine.offsets(new Map([[topic, [0]]]), { at: 'end' });
    watch.sample();
    const seen = of(relay.port);
    expect(seen).toMatchObject({ listedAs: 'bootstrap server of orders', failed: 0 });
    expect(seen?.connections).toBe(relay.counts.connections);
    expect([seen?.sent, seen?.received]).toEqual([relay.counts.sent, relay.counts.received]);
    expect(of(broker.port)).toMatchObject({ host: broker.host, listedAs: 'advertised by cluster orders' });
    expect(foreign.map(({ host }) => host)).toEqual(['localhost']);
    await engine.close();
    await until(() => Promise.resolve(of(relay.port)?.open === 0));
  });

  test('in the worker thread: told to the main side, and over when the worker ends', async () => {
    const { relay, network, foreign, of } = await setUp();
    const reader = openReaderPath(settingsFor(kind, `127.0.0.1:${relay.port}`), undefined, undefined, () =>
      network.connections('cluster orders'),
    );
    closers.push(() => reader.close());
    const { rows } = await pullAll(reader, topic);
    expect(rows).toHaveLength(200);
    // Bytes are told once a second, from a thread that may be busy.
    await until(() => Promise.resolve(of(relay.port)?.received === relay.counts.received));
    expect(of(relay.port)).toMatchObject({
      connections: relay.counts.connections,
      sent: relay.counts.sent,
      listedAs: 'bootstrap server of orders',
    });
    const direct = of(broker.port);
    expect(direct).toMatchObject({ host: broker.host, listedAs: 'advertised by cluster orders' });
    // 200 records came that way.
    expect(direct?.received).toBeGreaterThan(200 * 'record 1'.length);
    expect(foreign).toEqual([]);
    await reader.service.closeCluster('test');
    await until(() => Promise.resolve(network.targets().every(({ open }) => open === 0)));
  });
});
