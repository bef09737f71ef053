/**
 * Avro records decoded through the product's own path: a decoder with a registry at hand, a part each, its exact value.
 * The record has 12 fields and about 129 bytes: nested record, unions, enum, list, map, two longs, decimal, timestamp.
 * Prints a JSON line a figure.
 */
import avsc from 'avsc';
import { createDecoder, type SchemaSource } from '../../src/core/serdes/index.ts';

const RECORDS = 50_000;
const ROUNDS = 9;
const SCHEMA = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'customer', type: 'string' },
    { name: 'email', type: ['null', 'string'], default: null },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 2 } },
    { name: 'ts', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'uid', type: { type: 'string', logicalType: 'uuid' } },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED'] } },
    { name: 'tags', type: { type: 'array', items: 'string' } },
    { name: 'attrs', type: { type: 'map', values: ['null', 'int', 'string'] } },
    {
      name: 'addr',
      type: [
        'null',
        {
          type: 'record',
          name: 'Addr',
          fields: [
            { name: 'city', type: 'string' },
            { name: 'zip', type: 'int' },
          ],
        },
      ],
      default: null,
    },
    { name: 'score', type: 'double' },
    { name: 'ok', type: 'boolean' },
  ],
} as const;

function encode(): Buffer[] {
  const type = avsc.Type.forSchema(SCHEMA as unknown as avsc.Schema);
  return Array.from({ length: RECORDS }, (_, index) => {
    const body = type.toBuffer({
      id: 1e12 + index,
      customer: `customer-${index}`,
      email: index % 3 ? `a${index}@x.io` : null,
      amount: Buffer.from([1, index & 255, (index >> 8) & 255]),
      ts: 1.7e12 + index,
      uid: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
      status: ['NEW', 'PAID', 'SHIPPED'][index % 3],
      tags: ['a', 'bb', `c${index}`],
      attrs: { x: index, y: 's', z: null },
      addr: index % 2 ? { city: 'Paris', zip: index } : null,
      score: index / 7,
      ok: index % 2 === 1,
    });
    return Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), body]);
  });
}

function print(figure: string, value: number, target: number): void {
  const line = { figure, value: Math.round(value), unit: 'records/s', target, ok: value >= target };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** By the time this thread worked, the best of some rounds: what a core can do when nobody else is on it. */
function rate(records: ReadonlyArray<Buffer>, work: (record: Buffer) => void): number {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = process.threadCpuUsage();
    for (const record of records) work(record);
    const { user, system } = process.threadCpuUsage(started);
    best = Math.min(best, (user + system) / 1000);
  }
  return records.length / (best / 1000);
}

const text = {
  type: 'AVRO',
  text: JSON.stringify(SCHEMA),
  references: [],
  title: 'orders-value version 1, id 7',
} as const;
const schemas: SchemaSource = { peek: () => text, load: () => Promise.resolve(text) };
const decoder = createDecoder({ choice: { kind: 'auto' }, part: 'value', topic: 'orders', schemas });
const records = encode();
const bytes = records.reduce((sum, record) => sum + record.length, 0);
const decoded = decoder.part(records[7] ?? null, []);
if (decoded.failure() !== null) throw new Error(decoded.failure() ?? '');

let held: unknown = null;
print(
  `Avro decode, ${(bytes / RECORDS).toFixed(0)} bytes a record`,
  rate(records, (record) => {
    held = decoder.missing(record, []) ?? decoder.part(record, []).value();
  }),
  400_000,
);
const avro = avsc.Type.forSchema(SCHEMA as unknown as avsc.Schema);
const theirs = rate(records, (record) => {
  held = avro.fromBuffer(record.subarray(5));
});
process.stdout.write(`avsc, with rounded longs and without logical types: ${Math.round(theirs)} records/s\n`);
print(
  'parts made',
  rate(records, (record) => {
    held = decoder.part(record, []);
  }),
  1_000_000,
);
if (held === undefined) throw new Error('Nothing was decoded.');
