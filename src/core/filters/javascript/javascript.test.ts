import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { DecodedRecord } from '../../serdes/index.ts';
import { compileFilter } from '../compile-filter.ts';
import { ENDLESS, ESCAPES } from '../testing/escape-corpus.ts';
import { plainRecord } from '../testing/plain-part.ts';
import { createJavaScriptRunner } from './runner.ts';

const createWorker = () => new Worker(fileURLToPath(new URL('../../../workers/javascript-filter.ts', import.meta.url)));
let now = 0;
/** A minute passes between any two starts. */
const runner = createJavaScriptRunner({ createWorker, clock: () => (now += 61_000) });
afterAll(() => runner.close());

const RECORDS = [
  plainRecord({
    key: 'k',
    value: '{"total":150,"id":9007199254740993,"__proto__":{"polluted":true}}',
    headers: { source: 'eu' },
    offset: 42n,
  }),
  plainRecord({ value: 'plain text', offset: 9223372036854775807n }),
  plainRecord({ value: null, offset: 44n }),
];

async function run(code: string, records: ReadonlyArray<DecodedRecord> = RECORDS): Promise<ReadonlyArray<number>> {
  const program = runner.open(code);
  try {
    return [...(await program.test(records, new Uint8Array(records.length).fill(1)))];
  } finally {
    program.close();
  }
}

async function failure(code: string, records?: ReadonlyArray<DecodedRecord>): Promise<AppError> {
  const outcome = await run(code, records).catch((error: unknown) => error);
  if (outcome instanceof AppError) return outcome;
  throw new Error(`${code} gave ${String(outcome)}`);
}

describe('a JavaScript filter', () => {
  it('is an expression, a function, or the body of one', async () => {
    expect(await run('record.value?.total > 100')).toEqual([1, 0, 0]);
    expect(await run('(record) => record.value === null')).toEqual([0, 0, 1]);
    expect(
      await run('const { value } = record; if (value === null) return false; return typeof value === "string";'),
    ).toEqual([0, 1, 0]);
    expect(await run('record.headers.source === "eu" && record.key === "k" && record.topic === "orders"')).toEqual([
      1, 0, 0,
    ]);
    expect(await run('record.value // a comment')).toEqual([1, 1, 0]);
  });

  it('sees every whole number exactly: beyond 2^53 as BigInt', async () => {
    expect(await run('record.value?.id === 9007199254740993n')).toEqual([1, 0, 0]);
    expect(await run('record.offset === 9223372036854775807n || record.offset === 42')).toEqual([1, 1, 0]);
    const odd = plainRecord({ value: '{"text":"9007199254740993","a":[-9223372036854775808,1e20,9007199254740991]}' });
    expect(
      await run(
        'record.value.text === "9007199254740993" && record.value.a[0] === -(2n ** 63n) && record.value.a[1] === 1e20 && record.value.a[2] === 9007199254740991',
        [odd],
      ),
    ).toEqual([1]);
  });

  it('names the record it fails at, and says what was wrong', async () => {
    const error = await failure('record.value.total.toFixed()');
    expect(error.code).toBe('FILTER_FAILED');
    expect(error.message).toContain('orders, partition 0, offset 9223372036854775807');
    expect(error.context).toMatchObject({ topic: 'orders', partition: 0, offset: '9223372036854775807' });
    const long = await failure('throw new Error("x\\n".repeat(100000))');
    expect(long.message.length).toBeLessThan(700);
    expect(await failure('let x = (')).toMatchObject({ code: 'FILTER_INVALID' });
    expect((await failure('Promise.resolve(true)')).message).toContain('cannot wait');
  });

  it('answers for many records, in batches, and only for those that are wanted', async () => {
    const many = Array.from({ length: 2345 }, (_, index) => plainRecord({ value: `{"n":${index}}` }));
    const program = runner.open('record.value.n % 7 === 0');
    const wanted = Uint8Array.from(many, (_, index) => (index % 2 === 0 ? 1 : 0));
    const mask = await program.test(many, wanted);
    expect([...mask]).toEqual(many.map((_, index) => (index % 14 === 0 ? 1 : 0)));
  });

  it('stands beside other filters, which are asked first', async () => {
    const filter = compileFilter(
      {
        kind: 'all',
        filters: [
          {
            kind: 'any',
            filters: [
              { kind: 'javascript', code: 'record.value.total > 100' },
              { kind: 'is', what: 'tombstone' },
            ],
          },
          { kind: 'not', filter: { kind: 'expression', text: 'value == "plain text"' } },
        ],
      },
      { javascript: () => createJavaScriptRunner({ createWorker }) },
    );
    expect(filter.isAsync).toBe(true);
    // The second record would fail in the code; the expression leaves it out before.
    expect([...(await filter.testMany([RECORDS[0]!, RECORDS[2]!]))]).toEqual([1, 1]);
    expect([...(await filter.testMany(RECORDS.slice(1)))]).toEqual([0, 1]);
    await filter.close();
  });
});

describe('the sandbox', () => {
  it(`lets none of ${ESCAPES.length} attempts out`, async () => {
    const before = Reflect.ownKeys(Object.prototype);
    expect(ESCAPES.length).toBeGreaterThanOrEqual(200);
    const escaped: string[] = [];
    for (const code of ESCAPES) {
      const outcome = await run(code).catch((error: unknown) => error);
      if (outcome instanceof AppError) expect(outcome.message.length).toBeLessThan(1000);
      else if (!Array.isArray(outcome) || outcome.includes(1)) escaped.push(`${code} → ${String(outcome)}`);
    }
    expect(escaped).toEqual([]);
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(
      await run('typeof polluted === "undefined" && typeof broken === "undefined" && ({}).polluted === undefined'),
    ).toEqual([1, 1, 1]);
  }, 60_000);

  it('ends what does not end by itself, and goes on with the next', async () => {
    const took: number[] = [];
    for (const code of ENDLESS) {
      const start = performance.now();
      const error = await failure(code);
      took.push(performance.now() - start);
      expect(['FILTER_TOO_SLOW', 'FILTER_FAILED'], `${code} → ${error.message}`).toContain(error.code);
      expect(await run('record.key === "k"')).toEqual([1, 0, 0]);
    }
    took.sort((a, b) => a - b);
    process.stdout.write(`kill: ${took.map((ms) => Math.round(ms)).join(' ')} ms\n`);
    expect(took.at(-1)).toBeLessThan(2500);
  }, 90_000);

  it('is not started more than three times again within a minute', async () => {
    const killed = createJavaScriptRunner({
      createWorker: () =>
        new Worker(
          'setInterval(() => undefined, 1000); require("worker_threads").parentPort.postMessage({ kind: "ready" }); process.exit(0)',
          { eval: true },
        ),
      clock: () => 1000,
    });
    const program = killed.open('true');
    const messages: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      messages.push(
        await program.test(RECORDS, Uint8Array.of(1, 1, 1)).then(
          () => 'ran',
          (error: Error) => error.message,
        ),
      );
    }
    expect(messages.slice(0, 4).every((message) => message.includes('ended unexpectedly'))).toBe(true);
    expect(messages[4]).toContain('4 times within a minute');
    await killed.close();
  });
});
