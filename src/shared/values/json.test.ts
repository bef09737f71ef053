import { describe, expect, it } from 'vitest';
import { jsonText, parseJson, type JsonNode } from './json.ts';
import { cutText, prettyJson } from './json-pretty.ts';
import { scanJson } from './json-scan.ts';

const SEED = Number(process.env['TEST_SEED'] ?? 4_711);

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const NUMBERS = [
  '0',
  '-0',
  '1',
  '9007199254740993',
  '1e400',
  '-1.50',
  '0.1000',
  '1E+2',
  '123456789012345678901234567890',
];
const STRINGS = [
  '""',
  '"a"',
  '"\\u0041\\n"',
  '"\\"\\\\"',
  '"é漢🚀"',
  '"__proto__"',
  '"constructor"',
  '"\\ud800"',
  '" "',
];

function pick<T>(random: () => number, from: ReadonlyArray<T>): T {
  return from[Math.floor(random() * from.length)] as T;
}

function randomJson(random: () => number, depth: number): string {
  const space = (): string => (random() < 0.2 ? pick(random, [' ', '\n', '\t', '\r\n ']) : '');
  const kind = random();
  if (depth > 0 && kind < 0.25) {
    const items = Array.from(
      { length: Math.floor(random() * 4) },
      () => space() + randomJson(random, depth - 1) + space(),
    );
    return `[${items.join(',') || space()}]`;
  }
  if (depth > 0 && kind < 0.55) {
    const members = Array.from(
      { length: Math.floor(random() * 4) },
      () => `${space()}${pick(random, STRINGS)}${space()}:${space()}${randomJson(random, depth - 1)}${space()}`,
    );
    return `{${members.join(',') || space()}}`;
  }
  return kind < 0.8
    ? pick(random, NUMBERS)
    : kind < 0.92
      ? pick(random, STRINGS)
      : pick(random, ['true', 'false', 'null']);
}

/** Every token as written, in order, without white space: equal exactly where nothing was lost. */
function tokens(text: string): string[] {
  const found: string[] = [];
  scanJson(text, (kind, start, end) => found.push(`${kind} ${text.slice(start, end)}`));
  return found;
}

/** JSON.parse's idea of the same tree, for the comparison of meaning. */
function meaning(node: JsonNode): unknown {
  if (node.kind === 'array') return node.items.map(meaning);
  if (node.kind === 'object') {
    const object: Record<string, unknown> = {};
    for (const { key, value } of node.members) {
      Object.defineProperty(object, jsonText(key), {
        value: meaning(value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return object;
  }
  return JSON.parse(node.raw);
}

describe('lossless JSON', () => {
  it('keeps 10,000 random documents: same meaning as JSON.parse, same tokens after indenting', () => {
    const random = seeded(SEED);
    for (let round = 0; round < 10_000; round += 1) {
      const text = randomJson(random, 5);
      const where = `TEST_SEED=${SEED}, round ${round}: ${text}`;
      const pretty = prettyJson(text);
      expect(pretty.scan.verdict, where).toBe('valid');
      expect(tokens(pretty.text), where).toEqual(tokens(text));
      expect(JSON.stringify(JSON.parse(pretty.text)), where).toBe(JSON.stringify(JSON.parse(text)));
      const parsed = parseJson(text);
      if (!parsed.ok) throw new Error(where);
      expect(JSON.stringify(meaning(parsed.node)), where).toBe(JSON.stringify(JSON.parse(text)));
    }
  });

  it('accepts and refuses what JSON.parse accepts and refuses, on 20,000 damaged documents', () => {
    const random = seeded(SEED + 1);
    for (let round = 0; round < 20_000; round += 1) {
      const text = damage(randomJson(random, 3), random);
      const { verdict } = scanJson(text, () => undefined);
      expect(verdict === 'valid', `TEST_SEED=${SEED}, round ${round}: ${text}`).toBe(isJson(text));
    }
  });

  it('finds every proper beginning of a document right as far as it goes', () => {
    const random = seeded(SEED + 2);
    for (let round = 0; round < 2000; round += 1) {
      const text = randomJson(random, 3).trim();
      if (!/^[[{"]/.test(text)) continue;
      const part = text.slice(0, Math.floor(random() * text.length));
      expect(scanJson(part, () => undefined).verdict, `TEST_SEED=${SEED}, round ${round}: ${part}`).toBe('incomplete');
    }
  });

  it('indents by two spaces and leaves numbers, escapes and duplicate keys as written', () => {
    const { text } = prettyJson('{"id":9007199254740993,"id":1.10,"e":[],"o":{},"l":[1,{"u":"\\u00e9"}]}');
    expect(text).toBe(
      '{\n  "id": 9007199254740993,\n  "id": 1.10,\n  "e": [],\n  "o": {},\n  "l": [\n    1,\n    {\n      "u": "\\u00e9"\n    }\n  ]\n}',
    );
  });

  it.each([1000, 100_000, 1_000_000])('answers "too deep" at %i levels instead of overflowing', (levels) => {
    for (const open of ['[', '{"a":']) {
      const text = open.repeat(levels);
      expect(scanJson(text, () => undefined)).toMatchObject({ verdict: 'too-deep' });
      expect(parseJson(text).ok).toBe(false);
      expect(prettyJson(text).scan.verdict).toBe('too-deep');
    }
  });

  it('reads 500 levels', () => {
    expect(parseJson('['.repeat(500) + ']'.repeat(500)).ok).toBe(true);
    expect(parseJson('['.repeat(501) + ']'.repeat(501)).ok).toBe(false);
  });

  it('treats __proto__ as a key like any other', () => {
    const parsed = parseJson('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":1}}}');
    expect(parsed.ok && parsed.node.kind === 'object' && parsed.node.members.map((member) => member.key)).toEqual([
      '"__proto__"',
      '"constructor"',
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('writes no more than asked for, and still judges the whole', () => {
    const text = `[${'1,'.repeat(50_000)}1]`;
    const pretty = prettyJson(text, 100);
    expect(pretty).toMatchObject({ cut: true, scan: { verdict: 'valid' } });
    expect(pretty.text).toHaveLength(100);
    expect(prettyJson(`${text}x`, 100).scan.verdict).toBe('invalid');
  });

  it('never cuts a surrogate pair in half', () => {
    expect(cutText('a🚀b', 2)).toBe('a');
    expect(cutText('a🚀b', 3)).toBe('a🚀');
  });
});

function damage(text: string, random: () => number): string {
  const at = Math.floor(random() * (text.length + 1));
  const what = random();
  if (what < 0.4) return text.slice(0, at) + text.slice(at + 1);
  const extra = pick(random, [
    '"',
    '\\',
    ',',
    '}',
    ']',
    '{',
    '[',
    ':',
    '-',
    '.',
    'e',
    '0',
    'tru',
    '\u0001',
    ' ',
    '\u00a0',
    'x',
  ]);
  return text.slice(0, at) + extra + text.slice(what < 0.8 ? at : at + 1);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
