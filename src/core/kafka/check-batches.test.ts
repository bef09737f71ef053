import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { fixtureBatch, seeded, type FixtureBatch } from './batch-fixtures.ts';
import { checkBatches } from './check-batches.ts';
import { loadDecompress, type Decompress } from './compression.ts';
import { decodeBatches } from './record-batches.ts';

const GZIP = [1, (bytes: Buffer) => gzipSync(bytes)] as const;
const CRC_START = 21;
const TRANSACTIONAL = 1 << 4;
const CONTROL = 1 << 5;
let decompress: Decompress;
beforeAll(async () => {
  decompress = await loadDecompress();
});

type Entry = { readonly base: number; readonly count: number; readonly bytes: Buffer };

function entry(base: number, count: number, more: Partial<FixtureBatch> = {}): Entry {
  const records = Array.from({ length: count }, (_, offsetDelta) => ({
    offsetDelta,
    key: null,
    value: Buffer.from(`${base + offsetDelta}`),
  }));
  return { base, count, bytes: fixtureBatch({ baseOffset: BigInt(base), records, ...more }) };
}

function logOf(count: number, random: (below: number) => number): Entry[] {
  let base = 0;
  return Array.from({ length: count }, () => {
    const made = entry(base, 1 + random(40), random(2) === 0 ? {} : { codec: GZIP });
    base += made.count;
    return made;
  });
}

/** As a broker answers: from the first batch that ends, by its header, at the asked offset or behind it; one at least. */
function answerOf(log: ReadonlyArray<Entry>, from: bigint, most: number): { batches: Buffer; sent: Entry[] } {
  const first = log.findIndex(({ base, bytes }) => BigInt(base + bytes.readInt32BE(23)) >= from);
  const left = first < 0 ? [] : log.slice(first);
  const batches = Buffer.concat(left.map(({ bytes }) => bytes)).subarray(0, Math.max(most, left[0]?.bytes.length ?? 0));
  let length = 0;
  return { batches, sent: left.filter(({ bytes }) => (length += bytes.length) <= batches.length) };
}

/** The whole log as readers read it: offsets with the numbers their values hold, and the sentences told. */
function readAll(log: ReadonlyArray<Entry>, most: number) {
  const last = log.at(-1) as Entry;
  const endOffset = BigInt(last.base + last.count);
  const read: Array<[offset: number, value: number]> = [];
  const notes = new Set<string>();
  const seen = new Set<Entry>();
  for (let from = 0n, calls = 0; from < endOffset; calls++) {
    if (calls > 1000) throw new Error(`It does not come beyond offset ${from}.`);
    const { batches, sent } = answerOf(log, from, most);
    if (sent.length === 0) break; // As a broker that believes a damaged header has nothing more to send.
    for (const each of sent) seen.add(each);
    const checked = checkBatches({ partition: 3, fromOffset: from, endOffset, batches, aborted: [] });
    for (const note of checked.notes) notes.add(note);
    const onRefused = () => expect.unreachable('a damaged batch came through');
    const request = { partition: 3, fromOffset: from, aborted: [], decompress, onRefused };
    const { records, nextOffset } = decodeBatches(checked.batches, request);
    for (const { offset, value } of records) read.push([Number(offset), Number(String(value))]);
    const next = checked.batches.length === 0 ? checked.nextOffset : nextOffset;
    expect(next > from).toBe(true);
    from = next;
  }
  return { read, notes: [...notes], seen };
}

/** Offsets that a note names as not read. */
function toldIn(notes: ReadonlyArray<string>): Set<number> {
  const told = new Set<number>();
  for (const note of notes) {
    const [, from = '', to = from] = /at offset (\d+)(?: to (\d+))? of partition 3 /.exec(note) ?? [];
    for (let offset = Number(from); offset <= Math.min(Number(to), 100_000); offset++) told.add(offset);
  }
  return told;
}

const seed = Date.now() % 1_000_000;

test(`whatever bit of a batch is flipped, none of its records is shown, it is told, and what follows is read @securityTest batch-checksums (seed ${seed})`, () => {
  const random = seeded(seed);
  let unseen = 0;
  for (let round = 0; round < 400; round++) {
    const log = logOf(6, random);
    const hurt = log[random(log.length)] as Entry;
    // Every second one in its header, where the lies are.
    const reach = round % 2 === 0 ? 61 - CRC_START : hurt.bytes.length - CRC_START;
    const at = CRC_START + random(reach);
    hurt.bytes[at] = (hurt.bytes[at] as number) ^ (1 << random(8));
    const most = [1, 500, 100_000][random(3)] as number;
    const { read, notes, seen } = readAll(log, most);
    const where = `seed ${seed}, round ${round}: byte ${at} of the batch at ${hurt.base}, answers of ${most}`;
    // A broker that believes a damaged header may never send the batch; then nobody can tell of it.
    if (!seen.has(hurt)) unseen += 1;
    else
      expect(notes[0] ?? 'nothing was told', where).toMatch(
        /of partition 3 cannot be read\. Its checksum does not match/,
      );
    expect(read.filter(([offset, value]) => offset !== value), where).toEqual([]); // prettier-ignore
    const shown = new Set(read.map(([offset]) => offset));
    expect(shown.size, where).toBe(read.length);
    const told = toldIn(notes);
    const all = log.flatMap(({ base, count }) => Array.from({ length: count }, (_, delta) => base + delta));
    const own = all.filter((offset) => offset >= hurt.base && offset < hurt.base + hurt.count);
    expect(own.filter((offset) => shown.has(offset)), where).toEqual([]); // prettier-ignore
    expect(all.filter((offset) => !shown.has(offset) && !told.has(offset) && !own.includes(offset)), where).toEqual([]); // prettier-ignore
    const others = all.filter((offset) => !own.includes(offset) && !shown.has(offset));
    // Only a header that claims to reach further than it does can hide its neighbours, and only where they came alone.
    if (most === 100_000) expect(others, where).toEqual([]);
  }
  expect(unseen).toBeLessThan(100);
});

test('an answer ends in front of a damaged batch, and the next one begins with it', () => {
  const log = [entry(0, 2), entry(2, 3), entry(5, 2)];
  (log[1] as Entry).bytes[70] = 1;
  const batches = Buffer.concat(log.map(({ bytes }) => bytes));
  const common = { partition: 0, endOffset: 7n, aborted: [] };
  const first = checkBatches({ ...common, fromOffset: 0n, batches });
  const sentence =
    'The batch of records at offset 2 to 4 of partition 0 cannot be read. Its checksum does not match: ' +
    'these are not the bytes that were written, so none of its records is shown or searched.';
  expect(first).toMatchObject({ nextOffset: 2n, notes: [sentence] });
  expect(first.batches.equals((log[0] as Entry).bytes)).toBe(true);
  const rest = batches.subarray((log[0] as Entry).bytes.length);
  const second = checkBatches({ ...common, fromOffset: 2n, batches: rest });
  expect(second.batches.equals((log[2] as Entry).bytes)).toBe(true);
  expect(second.nextOffset).toBe(7n);
  expect(second.notes).toEqual([sentence]);
});

test('a damaged end of an aborted transaction does not hide what its producer committed later', () => {
  const key = Buffer.from([0, 0, 0, 0]);
  const end = { offsetDelta: 0, key, value: Buffer.alloc(6) };
  const transactional = { producerId: 7n, attributes: TRANSACTIONAL };
  const marker = fixtureBatch({ baseOffset: 2n, records: [end], producerId: 7n, attributes: TRANSACTIONAL | CONTROL });
  expect(marker).toHaveLength(78);
  marker[65] = 9;
  const batches = Buffer.concat([marker, entry(3, 2, transactional).bytes]);
  const aborted = [
    { producerId: 7n, firstOffset: 0n },
    { producerId: 8n, firstOffset: 1n },
  ];
  const checked = checkBatches({ partition: 0, fromOffset: 2n, endOffset: 5n, batches, aborted });
  expect(checked.notes).toHaveLength(1);
  expect(checked.aborted).toEqual([{ producerId: 8n, firstOffset: 1n }]);
});

test('a batch whose checksum is right and that ends before it begins is told like one that is damaged', () => {
  const odd = entry(4, 2, { lastOffsetDelta: -3 });
  const batches = Buffer.concat([odd.bytes, entry(6, 1).bytes]);
  const checked = checkBatches({ partition: 0, fromOffset: 4n, endOffset: 7n, batches, aborted: [] });
  expect(checked.notes).toEqual([expect.stringContaining('It ends before it begins')]);
  expect(checked.nextOffset).toBe(7n);
});
