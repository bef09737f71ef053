import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../shared/values/secret.ts';
import { wholeBatches } from './batch-walk.ts';
import { fromCacheMessage, toCacheMessage } from './cache-wire.ts';
import { cachedReader } from './cached-reader.ts';
import { newKeyText } from './crypt.ts';
import { createCacheDisk, type CacheDisk } from './disk.ts';
import type { SearchCache } from './search-cache.ts';
import type { FetchedBatches, FetchRequest } from './shape.ts';
import { allBytes, FakeTopic, filesBelow, newFolder, openCache, readAll, TEST_KEY, TOPIC } from './testing.ts';

const CANARY = 'canary-f00dcafe';

function filled(batches = 100, partitions = 1): FakeTopic {
  const topic = new FakeTopic(partitions);
  for (const log of topic.partitions.values()) {
    for (let index = 0; index < batches; index += 1)
      log.append({ bytes: 2000, content: `${CANARY}-${String(index).padStart(5)}` });
  }
  return topic;
}

/** Reads the whole topic through the cache; what came out, and what came from the broker for it. */
async function read(topic: FakeTopic, cache: SearchCache) {
  const reader = cachedReader(topic.reader(), cache.topic(TOPIC));
  const before = topic.bytesSent;
  const starts = new Map([...topic.partitions].map(([partition, { start }]) => [partition, start]));
  const got = await readAll(reader, starts, { maxBytesPerPartition: 16 * 1024 });
  await reader.close();
  await cache.flush();
  const bytes = [...got.values()].flat().reduce((sum, { batches }) => sum + whole(batches).length, 0);
  return { bytes, fetched: topic.bytesSent - before };
}

/** Without the batch that was cut off. */
function whole(batches: Buffer): Buffer {
  return batches.subarray(0, wholeBatches(batches, null)?.end ?? 0);
}

/** Bytes of `count` batches of the topics here. */
function bytesOf(count: number): number {
  return count * BATCH;
}

/** Each starts a process; more with LONG_TESTS. */
const KILLS = process.env['LONG_TESTS'] === undefined ? 3 : 20;
const BATCH = filled(1).at(0).entries[0]!.bytes.length;
/** The first and the last batch. */
const PROBES = bytesOf(2);

describe('what is kept', () => {
  it('is not read from Kafka again, neither by the same reader nor after a start', async () => {
    const folder = newFolder();
    const topic = filled();
    const first = await read(topic, openCache(folder));
    const second = await read(topic, openCache(folder));
    expect(first.fetched).toBeGreaterThanOrEqual(bytesOf(100));
    expect(second.fetched).toBeLessThanOrEqual(PROBES);
  });

  it('is no answer that tells of a damaged batch: Kafka is asked for it, and tells of it, again', async () => {
    const topic = filled(40);
    const hurt = topic.at(0).entries[20]!.base;
    const broker = topic.reader();
    const telling = {
      ...broker,
      fetchBatches: async (request: FetchRequest) => {
        const answers = (await broker.fetchBatches?.(request)) ?? [];
        const isHurt = (answer: FetchedBatches) => {
          return (request.positions.get(answer.partition) ?? 0n) <= hurt && answer.nextOffset > hurt;
        };
        return answers.map((answer) => (isHurt(answer) ? { ...answer, notes: ['damaged'] } : answer));
      },
    };
    const cache = openCache(newFolder());
    const told: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const reader = cachedReader(telling, cache.topic(TOPIC));
      const listening = {
        ...reader,
        fetchBatches: async (request: FetchRequest) => {
          const answers = (await reader.fetchBatches?.(request)) ?? [];
          for (const { notes } of answers) told.push(...notes.map((note) => `${round} ${note}`));
          return answers;
        },
      };
      await readAll(listening, new Map([[0, 0n]]), { maxBytesPerPartition: 16 * 1024 });
      await reader.close();
      await cache.flush();
    }
    expect(told).toEqual(['0 damaged', '1 damaged']);
  });

  it('lies on disk encrypted, under names that say nothing, for this user only', async () => {
    const folder = newFolder();
    await read(filled(), openCache(folder));
    const files = filesBelow(folder);
    expect(files.length).toBeGreaterThan(2);
    const bytes = allBytes(folder);
    for (const word of [CANARY, 'orders', 'kafka-1', 'id-1', 'read-committed', TEST_KEY]) {
      expect(bytes.includes(word), word).toBe(false);
      expect(files.some((file) => file.includes(word))).toBe(false);
    }
    expect(bytes.includes(Buffer.from(TEST_KEY, 'base64'))).toBe(false);
    expect(files.every((file) => (statSync(file).mode & 0o077) === 0)).toBe(true);
  });

  it('is of no use to another key, topic, cluster or isolation level', async () => {
    const folder = newFolder();
    const topic = filled();
    await read(topic, openCache(folder));
    const other = await read(topic, openCache(folder, { key: new Secret(newKeyText()) }));
    expect(other.fetched).toBeGreaterThanOrEqual(bytesOf(100));
    const files = filesBelow(folder);
    // A file under another topic's name does not open: the name is part of what is authenticated.
    const [one] = files;
    renameSync(one!, one!.replace(/\w+\.(\w+)\.seg$/, `${'0'.repeat(32)}.$1.seg`));
    expect((await read(topic, openCache(folder))).bytes).toBe(bytesOf(100));
  });
});

describe('a file that was changed', () => {
  const PLACES = ['magic', 'length', 'nonce', 'tag', 'header', 'first frame', 'last byte'] as const;
  const positionOf = (place: (typeof PLACES)[number], file: Buffer): number => {
    const header = 40 + file.readUInt32BE(8);
    return {
      magic: 3,
      length: 11,
      nonce: 14,
      tag: 30,
      header: 60,
      'first frame': header + 500,
      'last byte': file.length - 1,
    }[place];
  };

  it.each(PLACES)('in its %s is deleted, and Kafka is read instead', async (place) => {
    const folder = newFolder();
    const topic = filled();
    await read(topic, openCache(folder));
    for (const path of filesBelow(folder)) {
      const bytes = readFileSync(path);
      const at = positionOf(place, bytes);
      bytes.writeUInt8((bytes[at]! ^ 1) & 0xff, at);
      writeFileSync(path, bytes);
    }
    const before = filesBelow(folder);
    const again = await read(topic, openCache(folder));
    expect(again.bytes).toBe(bytesOf(100));
    expect(again.fetched).toBeGreaterThan(PROBES);
    const left = filesBelow(folder);
    expect(before.some((path) => left.includes(path) && place !== 'last byte' && place !== 'first frame')).toBe(false);
    await read(topic, openCache(folder)); // What came before the change was not fetched, and so not kept again.
    expect((await read(topic, openCache(folder))).fetched).toBeLessThanOrEqual(PROBES);
  });

  it('by cutting it off or adding to it is deleted, and Kafka is read instead', async () => {
    for (const change of [0, 5, 39, 100, -1, 'longer'] as const) {
      const folder = newFolder();
      const topic = filled();
      await read(topic, openCache(folder));
      for (const path of filesBelow(folder)) {
        if (change === 'longer') writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(7)]));
        else truncateSync(path, change < 0 ? statSync(path).size + change : change);
      }
      const again = await read(topic, openCache(folder));
      expect(again, `cut at ${change}`).toEqual({
        bytes: bytesOf(100),
        fetched: expect.toSatisfy((fetched: number) => fetched >= bytesOf(100)),
      });
      rmSync(folder, { recursive: true });
    }
  });

  it('or is gone while it is in use costs a fetch, no more', async () => {
    const folder = newFolder();
    const topic = filled();
    const cache = openCache(folder);
    await read(topic, cache);
    for (const path of filesBelow(folder)) rmSync(path);
    expect((await read(topic, cache)).bytes).toBe(bytesOf(100));
  });
});

describe('room', () => {
  it('is made by removing what was not used for longest, and the cap holds for all clusters together', async () => {
    const folder = newFolder();
    const maxBytes = 600_000;
    let now = Date.now() - 10_000_000;
    const clusterOf = (name: string) =>
      openCache(folder, { folder: join(folder, 'key', name), maxBytes, clock: () => (now += 100_000) });
    const [used, unused, more] = [filled(), filled(), filled(150)];
    await read(used!, clusterOf('used'));
    await read(unused!, clusterOf('unused'));
    await read(used!, clusterOf('used')); // Says that it was used.
    await read(more!, clusterOf('more'));
    const total = filesBelow(folder).reduce((sum, path) => sum + statSync(path).size, 0);
    expect(total).toBeLessThanOrEqual(maxBytes * 1.07);
    expect(filesBelow(join(folder, 'key', 'more')).length).toBeGreaterThan(0);
    expect((await read(used!, clusterOf('used'))).bytes).toBe(bytesOf(100));
  });

  it('for what waits to be written is bounded: what comes on top is dropped, and read again', async () => {
    const folder = newFolder();
    const topic = filled(400);
    const first = await read(topic, openCache(folder, { maxWaitingBytes: 100_000 }));
    const second = await read(topic, openCache(folder));
    expect([first.bytes, second.bytes]).toEqual([bytesOf(400), bytesOf(400)]);
    expect(second.fetched).toBeGreaterThan(PROBES);
  });
});

describe('a disk that fails', () => {
  const failing = (code: string, methods: ReadonlyArray<keyof CacheDisk>): CacheDisk => {
    const fail = () => Promise.reject(Object.assign(new Error(code), { code }));
    return { ...createCacheDisk(), ...Object.fromEntries(methods.map((method) => [method, fail])) };
  };

  it.each(['ENOSPC', 'EROFS', 'EACCES', 'EIO'])(
    'with %s turns the cache off, told once, and reading goes on',
    async (code) => {
      const told: string[] = [];
      const cache = openCache(newFolder(), { disk: failing(code, ['write']), onOff: (reason) => told.push(reason) });
      const topic = filled(200);
      expect((await read(topic, cache)).bytes).toBe(bytesOf(200));
      expect((await read(topic, cache)).bytes).toBe(bytesOf(200));
      expect(told).toHaveLength(1);
      expect(cache.isOn).toBe(false);
      expect(cache.topic(TOPIC)).toBe(null);
    },
  );

  it('while reading is a detour to Kafka', async () => {
    const folder = newFolder();
    const topic = filled();
    await read(topic, openCache(folder));
    for (const methods of [['read'], ['stat'], ['list'], ['remove', 'read'], ['touch']] as const) {
      const again = await read(topic, openCache(folder, { disk: failing('EIO', methods) }));
      expect(again.bytes, methods.join()).toBe(bytesOf(100));
    }
  });

  it.skipIf(process.getuid?.() === 0)('by a folder without rights is told (root has every right)', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o500);
    const told: string[] = [];
    await read(filled(), openCache(folder, { onOff: (reason) => told.push(reason) }));
    expect(told).toEqual(['there is no right to write there']);
  });
});

it('two windows on one folder at once do each other no harm', async () => {
  const folder = newFolder();
  const topic = filled(300, 2);
  const caches = [openCache(folder), openCache(folder), openCache(folder)];
  const all = await Promise.all(caches.map((cache) => read(topic, cache)));
  expect(all.map(({ bytes }) => bytes)).toEqual([bytesOf(600), bytesOf(600), bytesOf(600)]);
  expect(await read(topic, openCache(folder))).toMatchObject({ bytes: bytesOf(600) });
  const last = await read(topic, openCache(folder));
  expect(last.fetched).toBeLessThanOrEqual(2 * PROBES);
  const size = filesBelow(folder).reduce((sum, path) => sum + statSync(path).size, 0);
  expect(size).toBeLessThan(bytesOf(600) * 1.1); // What was kept twice is gone.
});

it.each(['compact', 'compact,delete', 'delete, compact'])(
  'a topic with cleanup.policy %s is not kept',
  (cleanupPolicy) => {
    const cache = openCache(newFolder());
    expect(cache.topic({ ...TOPIC, cleanupPolicy })).toBe(null);
    expect(cache.topic({ ...TOPIC, kafkaClusterId: null })).toBe(null);
  },
);

it('the key travels in the message only', () => {
  const settings = { root: 'r', folder: 'f', key: new Secret(TEST_KEY), maxBytes: 1 };
  expect(JSON.stringify(settings)).not.toContain(TEST_KEY);
  expect(fromCacheMessage(structuredClone(toCacheMessage(settings))).key.reveal()).toBe(TEST_KEY);
});

describe('a log that was cut off and written on', () => {
  /** Reads the start of one log and the end of what came of it; what is then read from the start must be the second's. */
  async function mixed(topicId: string | null, before: FakeTopic, after: FakeTopic) {
    const cache = openCache(newFolder());
    const through = async (topic: FakeTopic, from: bigint) => {
      const reader = cachedReader(topic.reader(), cache.topic({ ...TOPIC, topicId }));
      const got = await readAll(reader, new Map([[0, from]]));
      await reader.close();
      await cache.flush();
      return Buffer.concat((got.get(0) ?? []).map(({ batches }) => whole(batches)));
    };
    await through(before, 0n);
    await through(after, 50n);
    const all = await through(after, 0n);
    expect(all.equals(Buffer.concat(after.at(0).entries.map(({ bytes }) => bytes)))).toBe(true);
  }
  const append = (topic: FakeTopic, to: number, content: string) => {
    const log = topic.at(0);
    for (let at = Number(log.end); at < to; at += 1) log.append({ bytes: 2000, content, timestamp: BigInt(at) });
  };

  it('is not patched together from before and after, though its first and its last batch are as they were read', async () => {
    const topic = new FakeTopic();
    append(topic, 50, 'old');
    const before = new FakeTopic();
    append(before, 50, 'old');
    topic.at(0).truncate(25n);
    append(topic, 90, 'new');
    await mixed('id-1', before, topic);
  });

  it('nor is a topic made anew on a broker without topic ids, which counts its leaders from 0 again', async () => {
    const [before, after] = [new FakeTopic(), new FakeTopic()];
    append(before, 50, 'old');
    append(after, 25, 'old'); // The same records to the millisecond at first.
    append(after, 90, 'new');
    await mixed(null, before, after);
  });
});

/** Fills the cache for ever, under topics of ever new names. */
const CHILD = `
  const { openCache, FakeTopic, readAll, TOPIC } = await import(process.argv[1] + '/testing.ts');
  const { cachedReader } = await import(process.argv[1] + '/cached-reader.ts');
  const cache = openCache(process.argv[2]);
  const topic = new FakeTopic(1);
  for (let index = 0; index < 100; index += 1) topic.at(0).append({ bytes: 2000, content: 'c' + index, timestamp: BigInt(index) });
  for (let round = 0; ; round += 1) {
    const reader = cachedReader(topic.reader(), cache.topic({ ...TOPIC, topicId: 'round-' + (round % 7) }));
    await readAll(reader, new Map([[0, 0n]]));
    await reader.close();
    await cache.flush();
    if (round === 0) process.stdout.write('writing\\n');
  }
`;

// The child runs TypeScript as it is, which Node does from version 22.18 on.
it.skipIf(process.features.typescript === false)(
  'kill -9 while writing: the next start works and its data is right (needs a Node that runs TypeScript)',
  async () => {
    const folder = newFolder();
    const here = new URL('.', import.meta.url).href.replace(/\/$/, '');
    const topic = new FakeTopic(1);
    for (let index = 0; index < 100; index += 1) {
      topic.at(0).append({ bytes: 2000, content: `c${index}`, timestamp: BigInt(index) });
    }
    const expected = Buffer.concat(topic.at(0).entries.map(({ bytes }) => bytes));
    for (let round = 0; round < KILLS; round += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD, here, folder], {
        cwd: fileURLToPath(new URL('../../..', import.meta.url)),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
      await new Promise((resolve) => setTimeout(resolve, (round * 13) % 40));
      child.kill('SIGKILL');
      await ended;
      const cache = openCache(folder);
      for (let id = 0; id < 7; id += 1) {
        const reader = cachedReader(topic.reader(), cache.topic({ ...TOPIC, topicId: `round-${id}` }));
        const got = await readAll(reader, new Map([[0, 0n]]), { maxBytesPerPartition: 2000 });
        const bytes = Buffer.concat((got.get(0) ?? []).map(({ batches }) => whole(batches)));
        expect(bytes.equals(expected), `round ${round}, topic ${id}`).toBe(true);
      }
    }
  },
  300_000,
);
