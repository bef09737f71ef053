import { expect, it } from 'vitest';
import type { DecodedRecord, JsonPlaces } from '../serdes/index.ts';
import { compileColumns } from './columns.ts';
import { compileFilter } from './compile-filter.ts';
import { mulberry, partWith, plainRecord, stringPart } from './testing/plain-part.ts';
import { pick, randomDocument, randomPath } from './testing/random-json.ts';

/** More with LONG_TESTS. */
const DOCUMENTS = process.env['LONG_TESTS'] === undefined ? 4_000 : 200_000;

/** The same record, read in the usual way: the projector is told to keep its hands off. */
function slowly(record: DecodedRecord): DecodedRecord {
  const slow = (part: DecodedRecord['value']) => partWith(part, { isPlainText: false });
  return { ...record, key: slow(record.key), value: slow(record.value) };
}

/** The same record as it lies in a batch, with bytes around it that would be read as part of it by who looks too far. */
function inPlace(record: DecodedRecord, random: () => number): DecodedRecord {
  const around = (): Buffer =>
    Buffer.from(pick(random, ['', '{"a":', '"', '}', ']', ' ', ',"a":1}', '1', '\\', '\u0000']));
  const [key, value] = [record.key.bytes ?? Buffer.alloc(0), record.value.bytes ?? Buffer.alloc(0)];
  const [before, between] = [around(), around()];
  const starts = { key: before.length, value: before.length + key.length + between.length };
  const places: JsonPlaces = {
    body: Buffer.concat([before, key, between, value, around()]),
    jsonStart: (part) => starts[part],
    jsonEnd: (part) => starts[part] + (part === 'key' ? key : value).length,
  };
  return { ...record, places };
}

it('reads out of the bytes exactly what decoding the whole gives', () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
  const random = mulberry(seed);
  process.stdout.write(`projector: ${DOCUMENTS} documents, seed ${seed}\n`);
  const operands = [
    'null',
    'true',
    '1',
    '1500',
    '0.1',
    '9007199254740993',
    '"eu"',
    '"café"',
    '"12"',
    '""',
    'value.a',
    '[1, "eu", 0.1]',
  ];
  for (let round = 0; round < DOCUMENTS / 20; round += 1) {
    const paths = Array.from({ length: 1 + Math.floor(random() * 4) }, () => randomPath(random));
    const columns = compileColumns(paths.flatMap((path) => [path, `type(${path})`, `has(${path})`, `${path} + 0`]));
    const conditions = paths.map((path) => {
      const operator = pick(random, ['==', '!=', '<', '<=', '>', '>=']);
      const operand = pick(
        random,
        operands.filter(
          (text) => !/^[<>]/.test(operator) || (text !== 'null' && text !== 'true' && !text.startsWith('[')),
        ),
      );
      return `${path} ${operator} ${operand}`;
    });
    const filter = compileFilter({ kind: 'any', filters: conditions.map((text) => ({ kind: 'expression', text })) });
    for (let document = 0; document < 20; document += 1) {
      const record = plainRecord({ key: randomDocument(random), value: randomDocument(random) });
      const quick = JSON.stringify([columns.evaluate(record), filter.test(record)]);
      const slow = JSON.stringify([columns.evaluate(slowly(record)), filter.test(slowly(record))]);
      const placed = inPlace(record, random);
      const inBatch = JSON.stringify([columns.evaluate(placed), filter.test(placed)]);
      if (quick === slow && inBatch === slow) continue;
      const shown = `${conditions.join(' || ')} on key ${String(record.key.bytes)} value ${String(record.value.bytes)}`;
      expect([quick, inBatch], `seed ${seed}: ${shown}`).toEqual([slow, slow]);
    }
  }
}, 120_000);

it('lets the last of two equal keys count, however they are written', () => {
  const columns = compileColumns(['value.a', 'value.o.x']);
  const of = (value: string) => columns.evaluate(plainRecord({ value }));
  expect(of('{"a":1,"a":2}')).toEqual(['2', null]);
  expect(of('{"a":1,"\\u0061":2}')).toEqual(['2', null]);
  expect(of('{"o":{"x":1},"o":{}}')).toEqual([null, null]);
  expect(of('{"o":{"x":1},"o":5}')).toEqual([null, null]);
});

it('leaves to the decoder what is not valid JSON, too deep, or bytes', () => {
  const filter = compileFilter({ kind: 'expression', text: 'value.a == 1' });
  for (const value of [
    '{"a":1',
    '{"a":1}}',
    '{"a":1,}',
    '{"a":01}',
    '{a:1}',
    '{"a":1}\u0000',
    '"a"',
    '1',
    '\ufeff{"a":1}',
  ]) {
    expect(filter.test(plainRecord({ value })), value).toBe(false);
  }
  expect(filter.test(plainRecord({ value: Buffer.from('7b2261223a312c2262223a22ff227d', 'hex') }))).toBe(false);
  expect(filter.test(plainRecord({ value: `{"a":1,"b":${'['.repeat(499)}${']'.repeat(499)}}` }))).toBe(true);
  expect(filter.test(plainRecord({ value: `{"a":1,"b":${'['.repeat(500)}${']'.repeat(500)}}` }))).toBe(false);
});

it('looks for no fields in what was read as a string', () => {
  const filter = compileFilter({ kind: 'expression', text: 'value.a == 1' });
  const record = plainRecord({ value: '{"a":1}' });
  expect(filter.test(record)).toBe(true);
  expect(filter.test({ ...record, value: stringPart('{"a":1}') })).toBe(false);
});
