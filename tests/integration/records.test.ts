import { Admin } from '@platformatic/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordToSend } from '../../src/core/kafka/index.ts';
import { AppErrorData } from '../../src/shared/errors.ts';
import { kafka } from '../support/brokers.ts';
import {
  createTopic,
  openReaderPath,
  openSession,
  places,
  plainSettings,
  pullAll,
  pullUntil,
  type Reader,
} from './records-harness.ts';

let reader: Reader;
const COUNT = 3000;
const START_MS = 1_700_000_000_000;

/** Record number `id` of the test topic: an id beyond 2^53 whose last digit a double would lose. */
function valueOf(id: number): string {
  return `{"id":${9_007_199_254_740_993n + BigInt(id)},"amount":${id}.10,"note":"n${id}"}`;
}

function numbersFrom(start: number, end: number): string[] {
  return Array.from({ length: end - start }, (_, index) => valueOf(start + index));
}

async function topic(name: string, partitions: number, records: ReadonlyArray<Partial<RecordToSend>> = []) {
  await createTopic(reader, name, partitions);
  if (records.length > 0) {
    await reader.engine.produce(
      records.map((record) => ({ key: null, value: null, partition: 0, ...record, topic: name }) as RecordToSend),
    );
  }
  return name;
}

/** The AppError that crosses the contract. */
async function failureOf(work: Promise<unknown>): Promise<AppErrorData> {
  try {
    await work;
  } catch (error) {
    return AppErrorData.parse((error as { data: unknown }).data);
  }
  throw new Error('It did not fail.');
}

const values = (pulled: { rows: ReadonlyArray<{ value: { text: string } }> }) =>
  pulled.rows.map((row) => row.value.text);

beforeAll(async () => {
  reader = openReaderPath(plainSettings(await kafka()));
  await topic(
    'numbers',
    4,
    Array.from({ length: COUNT }, (_, id) => ({
      partition: id % 4,
      key: Buffer.from(`k${id}`),
      value: Buffer.from(valueOf(id)),
      headers: [['source', Buffer.from('test')] as const],
      timestampMs: START_MS + id,
    })),
  );
});
afterAll(() => reader.close());

describe('where reading starts', () => {
  it('shows the newest 100, newest first, with exact values, and goes back to the oldest on demand', async () => {
    const sessionId = await openSession(reader, 'numbers', { from: { kind: 'latest', count: 100 } });
    const first = await pullUntil(reader, sessionId, (pulled) => pulled.rows.length >= 100);
    const newestFirst = numbersFrom(0, COUNT).reverse();
    expect(values(first).slice(0, 100)).toEqual(newestFirst.slice(0, 100));
    expect(first.rows[0]).toMatchObject({ id: 0, key: { format: 'text', text: `k${COUNT - 1}` }, headers: 1 });
    const rest = await pullUntil(reader, sessionId, () => false);
    expect([...values(first), ...values(rest)]).toEqual(newestFirst);
    expect(rest.state).toEqual({ kind: 'complete', because: 'end' });
  });

  it('reads from the beginning until complete, everything once, in order', async () => {
    const pulled = await pullAll(reader, 'numbers');
    expect(values(pulled)).toEqual(numbersFrom(0, COUNT));
    expect(new Set(places(pulled.rows)).size).toBe(COUNT);
    expect(pulled.progress).toMatchObject({ read: COUNT, total: String(COUNT), behind: '0', notes: [], evicted: 0 });
    expect(pulled.rows.map((row) => row.id)).toEqual(Array.from({ length: COUNT }, (_, id) => id));
  });

  it('reads from an offset, in chosen partitions', async () => {
    const from = { kind: 'offset', offset: '740' } as const;
    const pulled = await pullAll(reader, 'numbers', { from, partitions: [1, 3] });
    const ids = Array.from({ length: 10 }, (_, index) => (740 + index) * 4).flatMap((id) => [id + 1, id + 3]);
    expect(values(pulled)).toEqual(ids.map(valueOf));
    expect(pulled.progress).toMatchObject({ partitions: [1, 3], total: '20' });
  });

  it('reads from a time', async () => {
    const pulled = await pullAll(reader, 'numbers', { from: { kind: 'time', timestamp: START_MS + 2990 } });
    expect(values(pulled)).toEqual(numbersFrom(2990, COUNT));
    const none = await pullAll(reader, 'numbers', { from: { kind: 'time', timestamp: START_MS + 1_000_000_000 } });
    expect([none.rows, none.state.kind]).toEqual([[], 'complete']);
  });

  it('refuses an offset beyond the end of every partition and names what there is', async () => {
    const failure = await failureOf(openSession(reader, 'numbers', { from: { kind: 'offset', offset: '751' } }));
    expect(failure.code).toBe('OFFSET_OUT_OF_RANGE');
    expect(failure.message).toContain('partition 0 has 0 to 749');
    const atEnd = await pullAll(reader, 'numbers', { from: { kind: 'offset', offset: '750' } });
    expect(atEnd.rows).toEqual([]);
  });

  it('refuses a partition and a topic that are not there', async () => {
    expect(await failureOf(openSession(reader, 'numbers', { partitions: [0, 9] }))).toMatchObject({
      code: 'BAD_INPUT',
      message: 'Topic numbers has no partition 9.',
    });
    expect((await failureOf(openSession(reader, 'no-such-topic'))).code).toBe('TOPIC_NOT_FOUND');
  });

  it('answers an empty topic with "complete" at once', async () => {
    await topic('empty', 3);
    for (const from of [
      { kind: 'latest', count: 100 },
      { kind: 'beginning' },
      { kind: 'offset', offset: '0' },
    ] as const) {
      const started = performance.now();
      const pulled = await pullAll(reader, 'empty', { from });
      expect([pulled.rows, pulled.state.kind, pulled.progress.total]).toEqual([[], 'complete', '0']);
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });

  it('comes to the end of 12 partitions of which 10 are empty', async () => {
    const records = [3, 8].flatMap((partition) =>
      Array.from({ length: 50 }, (_, n) => ({
        partition,
        value: Buffer.from(`p${partition}-${n}`),
        timestampMs: START_MS + n,
      })),
    );
    await topic('sparse', 12, records);
    const forward = await pullAll(reader, 'sparse');
    const back = await pullAll(reader, 'sparse', { from: { kind: 'latest', count: 10 } });
    expect(forward.rows).toHaveLength(100);
    expect(places(back.rows).sort()).toEqual(places(forward.rows).sort());
    expect(back.rows.slice(0, 2).map((row) => row.value.text)).toEqual(['p3-49', 'p8-49']);
  });
});

describe('the Compatible client', () => {
  it('reads the same records in the same order, both ways', async () => {
    const compatible = openReaderPath({ ...plainSettings(await kafka()), engine: 'kafkajs' });
    try {
      await compatible.service.warm('test');
      expect(values(await pullAll(compatible, 'numbers'))).toEqual(numbersFrom(0, COUNT));
      const back = await pullAll(compatible, 'numbers', { from: { kind: 'latest', count: 100 } });
      expect(values(back)).toEqual(numbersFrom(0, COUNT).reverse());
    } finally {
      await compatible.close();
    }
  });
});

/** The groups of a broker, or those in which a client of this name takes part; other files read meanwhile. */
async function groupsOf(clientId?: string): Promise<string[]> {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [(await kafka()).bootstrapServers] });
  try {
    const groups = [...(await admin.listGroups()).keys()];
    if (clientId === undefined) return groups;
    const described = await admin.describeGroups({ groups });
    return groups.filter((group) =>
      [...(described.get(group)?.members.values() ?? [])].some((member) => member.clientId === clientId),
    );
  } finally {
    await admin.close();
  }
}

it('the Compatible client leaves no group behind when the app closes in the middle of a reading', async () => {
  const clientId = 'closed-while-reading';
  const compatible = openReaderPath({ ...plainSettings(await kafka()), engine: 'kafkajs', clientId });
  const sessionId = await openSession(compatible, 'numbers');
  await compatible.client.pull({ sessionId, maxRows: 10, waitMs: 2000 });
  const made = await groupsOf(clientId);
  expect(made).toHaveLength(1);
  await compatible.close();
  expect(await groupsOf()).not.toContain(made[0]);
});

describe('what a record holds', () => {
  it('tells tombstones, empty values, text, JSON and bytes apart, and gives the exact bytes', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    await topic('kinds', 1, [
      { key: Buffer.from('gone'), value: null },
      { key: null, value: Buffer.alloc(0) },
      { value: Buffer.from('plain\ntext') },
      {
        value: bytes,
        headers: [
          ['trace', Buffer.from('é')],
          ['trace', null],
          ['raw', Buffer.from([255])],
        ],
      },
    ]);
    const sessionId = await openSession(reader, 'kinds');
    const { rows } = await pullUntil(reader, sessionId, () => false);
    expect(rows.map((row) => [row.key.format, row.value.format, row.valueSize])).toEqual([
      ['text', 'null', 0],
      ['null', 'empty', 0],
      ['null', 'text', 10],
      ['null', 'bytes', 256],
    ]);
    const detail = await reader.client.record({ sessionId, id: 3 });
    expect(detail.headers.map((header) => [header.name, header.value.format, header.value.text.slice(0, 12)])).toEqual([
      ['trace', 'text', 'é'],
      ['trace', 'null', ''],
      ['raw', 'bytes', '00000000  ff'],
    ]);
    const part = await reader.client.bytes({ sessionId, id: 3, part: 'value', start: 0 });
    expect(Buffer.from(part.base64, 'base64').equals(bytes)).toBe(true);
    expect((await failureOf(reader.client.record({ sessionId, id: 4 }))).code).toBe('BAD_INPUT');
  });

  it('shows a record of 1,000 headers in a message of bounded size', async () => {
    const headers = Array.from({ length: 1000 }, (_, n) => ['h', Buffer.alloc(800, String(n % 10))] as const);
    await topic('headers', 1, [{ value: Buffer.from('x'), headers }]);
    const sessionId = await openSession(reader, 'headers');
    await pullUntil(reader, sessionId, () => false);
    const detail = await reader.client.record({ sessionId, id: 0 });
    expect(detail.headers).toHaveLength(1000);
    expect(detail.headers[7]?.value).toMatchObject({ cut: true, size: 800 });
    expect(JSON.stringify(detail).length).toBeLessThan(1_000_000);
  });

  it('gives a large value in parts, and the message of its row stays small', async () => {
    const large = Buffer.from(JSON.stringify({ text: 'x'.repeat(900_000) }));
    await topic(
      'large',
      1,
      Array.from({ length: 5 }, () => ({ value: large })),
    );
    const sessionId = await openSession(reader, 'large', { from: { kind: 'latest', count: 100 } });
    const { rows } = await pullUntil(reader, sessionId, () => false);
    expect(rows.map((row) => [row.value.text.length, row.value.cut, row.valueSize])).toEqual(
      Array.from({ length: 5 }, () => [1024, true, large.length]),
    );
    const parts: Buffer[] = [];
    for (let start = 0; start < large.length;) {
      const part = await reader.client.bytes({ sessionId, id: 0, part: 'value', start });
      parts.push(Buffer.from(part.base64, 'base64'));
      start = part.end;
    }
    expect(Buffer.concat(parts).equals(large)).toBe(true);
  });
});

describe('the live tail', () => {
  it('shows what another client produces, says how far it is behind while paused, and loses nothing', async () => {
    await topic('tail', 2, [{ value: Buffer.from('before') }]);
    const sessionId = await openSession(reader, 'tail', { from: { kind: 'now' } });
    const quiet = await reader.client.pull({ sessionId, maxRows: 10, waitMs: 100 });
    expect([quiet.rows, quiet.state.kind, quiet.progress.total]).toEqual([[], 'waiting', null]);

    const produce = (from: number, to: number) =>
      reader.engine.produce(
        Array.from({ length: to - from }, (_, n) => ({
          topic: 'tail',
          partition: (from + n) % 2,
          key: null,
          value: Buffer.from(String(from + n)),
        })),
      );
    const waiting = reader.client.pull({ sessionId, maxRows: 10, waitMs: 2000 });
    await produce(0, 2);
    const first = await waiting;
    expect(first.rows.length).toBeGreaterThan(0);

    await produce(2, 500);
    await expect
      .poll(async () => Number((await reader.client.progress({ sessionId })).progress.behind), { timeout: 5000 })
      .toBe(500 - first.rows.length);

    const rest = await pullUntil(reader, sessionId, (pulled) => pulled.rows.length + first.rows.length >= 500);
    const all = [...first.rows, ...rest.rows];
    expect(all.map((row) => Number(row.value.text)).sort((left, right) => left - right)).toEqual(
      Array.from({ length: 500 }, (_, n) => n),
    );
    for (const partition of [0, 1]) {
      const offsets = all.filter((row) => row.partition === partition).map((row) => Number(row.offset));
      expect(offsets).toEqual([...offsets].sort((left, right) => left - right));
    }
    expect((await reader.client.progress({ sessionId })).progress.behind).toBe('0');
  });
});

describe('cancel and close', () => {
  it('a cancelled pull answers at once, and its rows come with the next one', async () => {
    const sessionId = await openSession(reader, 'numbers', { from: { kind: 'now' } });
    const abort = new AbortController();
    const pulling = reader.client.pull({ sessionId, maxRows: 10, waitMs: 2000 }, { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    const started = performance.now();
    await expect(pulling).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('rows of a pull cancelled at any moment are never lost', async () => {
    const sessionId = await openSession(reader, 'numbers');
    const seen: number[] = [];
    let cancels = 0;
    const deadline = Date.now() + 30_000;
    for (let round = 0; seen.length < COUNT && Date.now() < deadline; round += 1) {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), (round % 12) / 4);
      try {
        const { rows } = await reader.client.pull({ sessionId, maxRows: 60, waitMs: 1000 }, { signal: abort.signal });
        for (const row of rows) seen.push(row.id);
      } catch {
        cancels += 1;
      } finally {
        clearTimeout(timer);
      }
    }
    expect(cancels).toBeGreaterThan(0);
    expect(seen).toEqual(Array.from({ length: COUNT }, (_, id) => id));
  });

  it('gives the last rows again to a page that says it missed them', async () => {
    const sessionId = await openSession(reader, 'numbers');
    const first = await reader.client.pull({ sessionId, maxRows: 20, waitMs: 2000 });
    const again = await reader.client.pull({ sessionId, maxRows: 20, waitMs: 2000, next: 5 });
    expect(again.rows).toEqual(first.rows.slice(5));
    const next = await reader.client.pull({ sessionId, maxRows: 20, waitMs: 2000, next: first.rows.length });
    expect(next.rows[0]?.id).toBe(first.rows.length);
    const early = await reader.client.pull({ sessionId, maxRows: 5, waitMs: 0, next: 3 });
    expect(early.rows).toEqual(first.rows.slice(3, 8));
    const beyond = reader.client.pull({ sessionId, maxRows: 20, waitMs: 0, next: 100_000 });
    expect((await failureOf(beyond)).code).toBe('BAD_INPUT');
  });

  it('a closed session ends its waiting pull and says so afterwards', async () => {
    const sessionId = await openSession(reader, 'empty', { from: { kind: 'now' } });
    const waiting = failureOf(reader.client.pull({ sessionId, maxRows: 10, waitMs: 2000 }));
    const started = performance.now();
    await reader.client.close({ sessionId });
    expect((await waiting).code).toBe('SESSION_CLOSED');
    expect(performance.now() - started).toBeLessThan(500);
    expect((await failureOf(reader.client.pull({ sessionId, maxRows: 10, waitMs: 0 }))).code).toBe('SESSION_CLOSED');
  });

  it('a dead worker ends its sessions with a hint, and the next reading works', async () => {
    const sessionId = await openSession(reader, 'numbers', { from: { kind: 'now' } });
    const waiting = failureOf(reader.client.pull({ sessionId, maxRows: 10, waitMs: 2000 }));
    await reader.workers.at(-1)?.terminate();
    expect(await waiting).toMatchObject({
      code: 'SESSION_CLOSED',
      hint: expect.stringContaining('Read the topic again'),
    });
    expect((await failureOf(reader.client.progress({ sessionId }))).code).toBe('SESSION_CLOSED');
    const again = await pullAll(reader, 'numbers', { from: { kind: 'offset', offset: '749' } });
    expect(again.rows).toHaveLength(4);
  });
});

describe('what happens to a topic while it is read', () => {
  it('fails with TOPIC_NOT_FOUND when it is deleted', async () => {
    await topic('doomed', 2, [{ value: Buffer.from('x') }]);
    const sessionId = await openSession(reader, 'doomed', { from: { kind: 'now' } });
    await reader.client.pull({ sessionId, maxRows: 10, waitMs: 0 });
    await reader.engine.deleteTopics(['doomed']);
    const started = performance.now();
    const failure = await failureOf(pullUntil(reader, sessionId, () => false));
    expect(failure.code).toBe('TOPIC_NOT_FOUND');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
