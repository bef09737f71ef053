import { describe, expect, it } from 'vitest';
import type { RecordFilter } from '../../shared/contract/filters.ts';
import type { DecodedRecord } from '../serdes/index.ts';
import { checkFilter } from './check-filter.ts';
import { compileFilter } from './compile-filter.ts';
import { alikes } from './fold.ts';
import type { RawParts } from './raw-test.ts';
import { requiredTexts } from './regex-literal.ts';
import { mulberry, plainRecord } from './testing/plain-part.ts';
import { jsonString, pick, type Random } from './testing/random-json.ts';

const PAIRS = 30_000;

const WORDS = [
  'eu',
  'café',
  'straße',
  'KELVIN',
  'Istanbul',
  'a/b',
  'say "hi"',
  'back\\slash',
  '😀',
  '4711',
  'dead',
  'line\nend',
  'Σίσυφος',
  'ok',
  'ad',
  'de ad',
];

/** The same word as somebody else may have written it. */
function otherSpelling(random: Random, word: string): string {
  return [...word].map((char) => (random() < 0.5 ? char : pick(random, alikes(char)))).join('');
}

function surrounded(random: Random, word: string): string {
  return pick(random, ['', ' ', 'x', 'é']) + word + pick(random, ['', ' ', '!', 'ſ', '😀']);
}

function randomRecord(random: Random): DecodedRecord {
  const word = () =>
    surrounded(random, random() < 0.6 ? otherSpelling(random, pick(random, WORDS)) : pick(random, WORDS));
  const text = (): Buffer => {
    const kind = random();
    if (kind < 0.2) return Buffer.from(word());
    if (kind < 0.3)
      return Buffer.concat([
        Buffer.from([0x78, 0xff, 0x00]),
        Buffer.from(pick(random, ['dead', 'deadbeef', '4711']), 'hex'),
        Buffer.from(word()),
      ]);
    if (kind < 0.35) return Buffer.concat([Buffer.from([0x20, 0xff, 0x0d, 0xea, 0xd4, 0x71, 0x1f]), Buffer.from('x')]);
    const members = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
      const value =
        random() < 0.3
          ? `[${jsonString(random, word(), 0.3)},${jsonString(random, word())}]`
          : jsonString(random, word(), 0.3);
      return `${jsonString(random, pick(random, ['a', 'note', 'city']), 0.2)}:${value}`;
    });
    return Buffer.from(`{${members.join(', ')}}`);
  };
  const headers: Record<string, Buffer> = {};
  if (random() < 0.5) headers[random() < 0.5 ? 'source' : word()] = text();
  return plainRecord({ key: random() < 0.5 ? text() : null, value: random() < 0.9 ? text() : null, headers });
}

/** A part of the word, so that boundaries of characters and escapes are met. */
function piece(random: Random, word: string): string {
  const chars = [...word];
  const from = Math.floor(random() * chars.length);
  return random() < 0.5 ? word : chars.slice(from, from + 1 + Math.floor(random() * chars.length)).join('');
}

const escapeRegex = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function randomFilter(random: Random, depth = 0): RecordFilter {
  const word = piece(random, random() < 0.7 ? pick(random, WORDS) : otherSpelling(random, pick(random, WORDS)));
  const literal = JSON.stringify(word);
  const kind = random();
  const place = pick(random, ['key', 'value', 'headers', 'any'] as const);
  const words = { kind: 'words', in: place, matchCase: random() < 0.5, wholeWord: random() < 0.2 } as const;
  if (kind < 0.35) return { ...words, regex: false, text: word };
  if (kind < 0.55) {
    const source = escapeRegex(word).replaceAll('\n', '\\n');
    const text = pick(random, [
      source,
      `${source}.*`,
      `(?:${source}|ok)`,
      `[a-z]?(${source})+`,
      `^.*${source}$`,
      `x?${source}`,
      `(?=e)${source}`,
      `\\b${source}`,
    ]);
    return { ...words, regex: true, text };
  }
  if (kind < 0.85 || depth > 2) {
    const part = pick(random, [
      'value.a',
      'value.note',
      'value.city',
      'key.a',
      'headers.source',
      'value',
      'key',
      'lower(value.a)',
      'value.a[0]',
      'value["note"][*]',
    ]);
    const condition = pick(random, [
      `${part} == ${literal}`,
      `contains(${part}, ${literal})`,
      `startsWith(${part}, ${literal})`,
      `endsWith(${part}, ${literal})`,
      `${part} in [${literal}, "ok"]`,
      `${literal} in ${part}`,
      `matches(${part}, ${JSON.stringify(`(?i)${escapeRegex(word)}`)})`,
      `any(value.a, contains(it, ${literal}))`,
      `has(value.note) && ${part} != "x"`,
      `contains(${part}, ${literal}) || ${part} == "ok"`,
      `contains(${part}, ${literal}) && value.a != null`,
    ]);
    const filter = { kind: 'expression', text: condition } as const;
    return checkFilter(filter).length === 0 ? filter : { kind: 'expression', text: 'value.a == "ok"' };
  }
  const filters = [randomFilter(random, depth + 1), randomFilter(random, depth + 1)];
  return random() < 0.15
    ? { kind: 'not', filter: filters[0] as RecordFilter }
    : { kind: pick(random, ['all', 'any']), filters };
}

/** A record as it lies in a batch: between others, with numbers around it. */
function inBatch({ key, value, headers }: DecodedRecord): Buffer {
  const parts = [
    key.bytes,
    value.bytes,
    ...headers.flatMap((header) => [Buffer.from(header.name), header.value.bytes]),
  ];
  return Buffer.concat(parts.flatMap((part) => [Buffer.from([0, 7, 2]), part ?? Buffer.from([1])]));
}

/** What the reader asks before it believes the test. */
function isPlain({ key, value, headers }: DecodedRecord, parts: RawParts): boolean {
  if (parts.key && !key.isPlainText) return false;
  if (parts.value && !value.isPlainText) return false;
  return !parts.headers || headers.every((header) => header.value.isPlainText);
}

describe('the test of raw bytes', () => {
  it('never passes over a record that matches', () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
    const random = mulberry(seed);
    const counts = { matches: 0, tested: 0, spared: 0 };
    for (let round = 0; round < PAIRS / 10; round += 1) {
      const definition = randomFilter(random);
      const filter = compileFilter(definition);
      for (let pair = 0; pair < 10; pair += 1) {
        const record = randomRecord(random);
        const matches = filter.test(record);
        if (matches) counts.matches += 1;
        if (filter.raw === null || !isPlain(record, filter.raw.parts)) continue;
        counts.tested += 1;
        const bytes = inBatch(record);
        const found = filter.raw.anyMatch(bytes);
        const positions = filter.raw.positions(bytes);
        expect(found).toBe(positions.length > 0);
        if (!found) counts.spared += 1;
        if (matches && !found) {
          throw new Error(
            `seed ${seed}: ${JSON.stringify(definition)} matches ${bytes.toString('latin1')} and the raw test says no`,
          );
        }
      }
    }
    process.stdout.write(`raw: ${PAIRS} pairs, seed ${seed}: ${JSON.stringify(counts)}\n`);
    expect(counts.matches).toBeGreaterThan(PAIRS / 50);
    expect(counts.tested).toBeGreaterThan(PAIRS / 2);
    expect(counts.spared).toBeGreaterThan(PAIRS / 10);
  }, 120_000);

  const rawOf = (filter: RecordFilter) => {
    const { raw } = compileFilter(filter);
    return raw === null ? null : (text: string) => raw.anyMatch(Buffer.from(text));
  };
  const words = { kind: 'words', in: 'value', regex: false, matchCase: true, wholeWord: false } as const;

  it('knows what JSON may have written for a character', () => {
    const cafe = rawOf({ ...words, text: 'café' });
    expect(['café', '"caf\\u00e9"', '"caf\\u00E9"', '"\\u0063af\\u00e9"'].map((text) => cafe?.(text))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['CAFÉ', 'cafe', '"caf\\u00e8"', '"\\u00e9"'].map((text) => cafe?.(text))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(rawOf({ ...words, text: 'a/b' })?.('"a\\/b"')).toBe(true);
    expect(rawOf({ ...words, text: '😀' })?.('"\\ud83d\\uDE00"')).toBe(true);
  });

  it('knows which letters are alike without match case', () => {
    const kelvin = rawOf({ ...words, text: 'kelvins', matchCase: false });
    expect(['KELVINS', '\u212aelvin\u017f', '"\\u212aelvins"'].map((text) => kelvin?.(text))).toEqual([
      true,
      true,
      true,
    ]);
    expect(rawOf({ ...words, text: 'i', matchCase: false })?.('\u0130\u0131')).toBe(false);
    for (const char of ['s', 'K', 'é', 'ß', 'σ', 'Ω', 'ǆ', 'ﬅ', 'İ', 'ᾳ', '1']) {
      const expected = new Set([char]);
      const pattern = new RegExp(`^${char}$`, 'iu');
      for (let code = 0; code < 0x1f000; code += 1)
        if (pattern.test(String.fromCodePoint(code))) expected.add(String.fromCodePoint(code));
      expect(new Set(alikes(char)), char).toEqual(expected);
    }
  });

  it('finds what is only shown as hexadecimal', () => {
    const raw = (text: string) => compileFilter({ ...words, text }).raw;
    expect(raw('de ad b')?.anyMatch(Buffer.from([1, 0xde, 0xad, 0xbe, 0xef]))).toBe(true);
    expect(raw('e ad be')?.anyMatch(Buffer.from([1, 0xde, 0xad, 0xbe, 0xef]))).toBe(true);
    expect(raw('de ad b')?.anyMatch(Buffer.from([1, 0xde, 0xad, 0xce, 0xef]))).toBe(false);
    expect(raw('4711')?.anyMatch(Buffer.from([0x47, 0x11]))).toBe(false);
    expect(raw('4f')?.anyMatch(Buffer.from([0x4f]))).toBe(true);
  });

  it('takes the most telling condition of several, and none where one side of an or has none', () => {
    const needles = (text: string) => compileFilter({ kind: 'expression', text }).raw?.anyOf.map(String) ?? null;
    expect(needles('value.a == "x" && headers.source == "europe" && value.n > 5')).toEqual(['europe']);
    expect(needles('value.a == "x" || value.b in ["y", "z"]')).toEqual(['x', 'y', 'z']);
    expect(needles('value.a == "x" || value.n > 5')).toBeNull();
    expect(needles('!(value.a == "x")')).toBeNull();
    expect(needles('value.n == 5')).toBeNull();
    expect(needles('topic == "orders"')).toBeNull();
    expect(needles('lower(value.a) == "Paid"')).toBeNull();
    expect(needles('exists(value.error.code)')).toEqual(['code']);
    expect(
      compileFilter(
        { kind: 'javascript', code: '1' },
        {
          javascript: () => ({
            open: () => ({ test: async () => new Uint8Array(), close: () => undefined }),
            close: async () => undefined,
          }),
        },
      ).raw,
    ).toBeNull();
  });

  it('gives places in ascending order, each inside the record it means', () => {
    const raw = compileFilter({ ...words, text: 'ab', matchCase: false }).raw;
    expect(raw?.positions(Buffer.from('ab..AB..\\u0061b..aB'))).toEqual([0, 4, 8, 17]);
  });
});

describe('what a pattern must have in it', () => {
  it.each<[string, ReadonlyArray<string> | null]>([
    ['order-\\d+', ['order-']],
    ['^foo.*barbaz$', ['barbaz']],
    ['ab?cde', ['cde']],
    ['ab+c', ['ab']],
    ['(?:paid|sent)!', ['paid', 'sent']],
    ['(paid|sent)?', null],
    ['foo|\\d', null],
    ['foo|barr', ['foo', 'barr']],
    ['(?!secret)open', ['open']],
    ['(?<=price: )12', ['12']],
    ['(?<name>abc)\\k<name>', ['abc']],
    ['[abc]de\\.f', ['de.f']],
    ['\\u{1F600}x', ['😀x']],
    ['a{0,2}b{2}', ['b']],
    ['(?i:abc)d', ['d']],
    ['\\p{L}x\\x41', ['xA']],
    ['.*', null],
  ])('%s', (source, texts) => {
    expect(requiredTexts(source)).toEqual(texts);
  });
});
