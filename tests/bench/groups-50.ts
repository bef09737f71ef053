/**
 * Fifty groups of a topic with state, position and lag: through the contract against the same requests made with the
 * library's own admin client and thrown away, in turns in one run, with the requests counted for 50 groups and for 5. On
 * both engines; kafkajs can ask for one group at a time only, so its figures are told and not held. One group is of the new
 * protocol. Prints a JSON line a figure.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Admin, Consumer, stringDeserializers } from '@platformatic/kafka';
import { createRouterClient } from '@orpc/server';
import { createImplementer } from '../../src/core/guard/index.ts';
import { createEngine, groupsProcedures, type KafkaEngine } from '../../src/core/kafka/index.ts';
import { createTopic, openReaderPath, plainSettings } from '../integration/records-harness.ts';
import { createTestBrokers } from '../support/brokers-host.ts';
import { median, print } from './lib/figures.ts';

const TOPIC = 'bench-groups';
const PARTITIONS = 6;
const GROUPS = 50;
const RECORDS = 600;
const WARM_UP = 5;
const ROUNDS = 25;
const NEW_PROTOCOL = 'bench-group-new';

const brokers = createTestBrokers();
const broker = await brokers.kafka();
const settings = plainSettings(broker);
const bootstrapBrokers = [`${broker.host}:${String(broker.port)}`];
const reader = openReaderPath(settings);
const admin = new Admin({ clientId: 'bench', bootstrapBrokers });
const names = Array.from({ length: GROUPS - 1 }, (_, index) => `bench-group-${String(index).padStart(2, '0')}`);

async function fill(): Promise<Consumer<string, string, string, string>> {
  await createTopic(reader, TOPIC, PARTITIONS);
  const records = Array.from({ length: RECORDS }, (_, index) => ({
    topic: TOPIC,
    partition: index % PARTITIONS,
    key: null,
    value: Buffer.from(String(index)),
  }));
  await reader.engine.produce(records);
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  for (const [index, groupId] of names.entries()) {
    const committed = partitions.map((partition) => ({ partition, offset: BigInt(index) }));
    await admin.alterConsumerGroupOffsets({ groupId, topics: [{ name: TOPIC, partitionOffsets: committed }] });
  }
  const consumer = new Consumer({
    clientId: 'bench',
    bootstrapBrokers,
    groupId: NEW_PROTOCOL,
    groupProtocol: 'consumer',
    deserializers: stringDeserializers,
  });
  const stream = await consumer.consume({ topics: [TOPIC], mode: 'earliest', autocommit: true });
  let seen = 0;
  for await (const message of stream) {
    seen += 1;
    if (seen === RECORDS) {
      await message.commit();
      break;
    }
  }
  return consumer;
}

async function bare(): Promise<void> {
  const groups = [...(await admin.listGroups()).keys()];
  await Promise.all([
    admin.listConsumerGroupOffsets({
      groups: groups.map((groupId) => ({
        groupId,
        topics: [{ name: TOPIC, partitionIndexes: Array.from({ length: PARTITIONS }, (_, index) => index) }],
      })),
    }),
    admin.listOffsets({
      topics: [
        {
          name: TOPIC,
          partitions: Array.from({ length: PARTITIONS }, (_, partitionIndex) => ({ partitionIndex, timestamp: -1n })),
        },
      ],
    }),
  ]);
}

function listed(engine: KafkaEngine) {
  const os = createImplementer({
    licence: { allows: () => true },
    roles: { allows: () => true },
    modeOf: () => null,
    mask: (text) => text,
    onBug: (_path, error) => process.stderr.write(`${String(error)}\n`),
  });
  const procedures = groupsProcedures(os, { connections: { get: () => Promise.resolve(engine) }, clock: Date.now });
  const client = createRouterClient(procedures, { context: { caller: { kind: 'desktop' } } });
  return async () => {
    const { groups } = await client.list({ clusterId: 'bench', topic: TOPIC });
    const complete = groups.filter(({ lag }) => lag !== null);
    if (complete.length < GROUPS) throw new Error(`Only ${String(complete.length)} groups were complete.`);
    if (groups.some(({ state }) => state === 'Dead')) throw new Error('A group is said to be dead.');
    return groups;
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Requests that the library's connections send meanwhile. */
async function counted(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const note = (): void => void (count += 1);
  subscribe('tracing:plt:kafka:connections:api:start', note);
  await work();
  unsubscribe('tracing:plt:kafka:connections:api:start', note);
  return count;
}

async function measure(kind: 'platformatic' | 'kafkajs'): Promise<void> {
  const engine = createEngine({ ...settings, engine: kind });
  try {
    const list = listed(engine);
    const times: { contract: number[]; bare: number[] } = { contract: [], bare: [] };
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      const contract = await timed(list);
      const requests = await timed(bare);
      if (round < 0) continue;
      times.contract.push(contract);
      times.bare.push(requests);
    }
    const [ours, theirs] = [median(times.contract), median(times.bare)];
    print(`${String(GROUPS)} groups with lag through the contract, ${kind}`, ours, 'ms', null);
    const bound = kind === 'platformatic' ? { most: 1.5 } : null;
    print(`${String(GROUPS)} groups with lag against the bare requests, ${kind}`, ours / theirs, '×', bound);
    if (kind === 'platformatic')
      print('requests for 50 groups, one broker', await counted(list), 'requests', { most: 4 });
    const fresh = (await list()).find(({ group }) => group === NEW_PROTOCOL);
    process.stdout.write(`${kind}: the group of the new protocol is ${JSON.stringify(fresh)}\n`);
  } finally {
    await engine.close();
  }
}

const consumer = await fill();
try {
  await measure('platformatic');
  await measure('kafkajs');
} finally {
  await consumer.close(true);
  await Promise.all([reader.close(), admin.close()]);
  await brokers.stop();
}
