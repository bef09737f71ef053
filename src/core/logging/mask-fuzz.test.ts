import { expect, it } from 'vitest';
import { mask } from './mask.ts';

const LINES = 10_000;

/** Pieces that patterns stumble over: starts without ends, repeats, near misses. */
const PIECES = [
  'password',
  'passwor',
  'secret=',
  'token:',
  '"password":"',
  "'",
  '"',
  '\\',
  '\\"',
  '\\\\\\"',
  '://',
  'a:',
  '@',
  '?',
  '&',
  'code=',
  'Basic ',
  'Bearer ',
  'eyJ',
  '.',
  '-',
  '--',
  '-----BEGIN ',
  'PRIVATE KEY-----',
  '-----END ',
  '-----',
  '=',
  '==',
  ' ',
  '\n',
  '\r\n',
  '\\n',
  '\u0000',
  '\ud800',
  'é',
  '日本',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  '%3D',
  '{',
  '}',
  '[',
  ',',
  ';',
  '1234567890',
  'x',
];

it('takes any line, in time that grows with its length only', () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
  const random = mulberry(seed);
  let characters = 0;
  let slowestMs = 0;
  const start = performance.now();
  for (let line = 0; line < LINES; line += 1) {
    const text = Array.from(
      { length: Math.floor(random() * 60) },
      () => PIECES[Math.floor(random() * PIECES.length)],
    ).join('');
    characters += text.length;
    const before = performance.now();
    expect(typeof mask(text)).toBe('string');
    slowestMs = Math.max(slowestMs, performance.now() - before);
  }
  const microsPerKb = ((performance.now() - start) * 1000) / (characters / 1024);
  report(
    `mask: seed ${seed}, ${LINES} hostile lines, ${microsPerKb.toFixed(1)} µs per KB, slowest line ${slowestMs.toFixed(1)} ms`,
  );
});

it.each(PIECES)('is linear on %j repeated', (piece) => {
  const timeOf = (length: number) => {
    const text = piece.repeat(Math.ceil(length / piece.length));
    const start = performance.now();
    mask(text);
    return performance.now() - start;
  };
  timeOf(20_000);
  // Quadratic time would take minutes for a megabyte; a slow machine takes well below this.
  expect(timeOf(1_000_000)).toBeLessThan(3_000);
});

it('leaves no part of a secret after a sensitive name, whatever stands around it', () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
  const random = mulberry(seed);
  const pick = <T>(items: ReadonlyArray<T>) => items[Math.floor(random() * items.length)] as T;
  for (let line = 0; line < 2_000; line += 1) {
    const name = pick(['password', 'sasl.password', 'clientSecret', 'API_KEY', 'accessToken', 'ssl.key.password']);
    const [open, close] = pick([
      ['=', ' '],
      [': ', '\n'],
      ['="', '"'],
      ["='", "'"],
      ['":"', '"'],
      ['\\":\\"', '\\"'],
      ['" => "', '"'],
    ]);
    const text = `${pick(['', 'x ', '{"', 'a=b\n', '?u=1&'])}${name}${open}c4n4ry-pa55${close}${pick(['', 'tail', ',"b":1}'])}`;
    expect(mask(text), `seed ${seed}`).not.toContain('c4n4ry');
  }
});

/** Prints through Vitest's own output; the console is not for tests to fill. */
function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A small seeded generator (mulberry32), so that a failing run can be had again. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
