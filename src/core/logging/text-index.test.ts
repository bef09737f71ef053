import { describe, expect, it } from 'vitest';
import { newSeed, seeded } from '../../../tests/support/random.ts';
import { createTextIndex } from './text-index.ts';

/** The same, slowly and plainly. */
function replacedOneByOne(text: string, known: ReadonlyArray<string>, by: string): string {
  const longestFirst = [...known].sort((a, b) => b.length - a.length);
  let result = '';
  for (let at = 0; at < text.length;) {
    const found = longestFirst.find((each) => text.startsWith(each, at));
    result += found === undefined ? (text[at] ?? '') : by;
    at += found?.length ?? 1;
  }
  return result;
}

const seed = newSeed();
describe(`an index of texts (seed ${seed})`, () => {
  it('finds what looking for one after the other finds, in 3,000 texts of few letters', () => {
    const random = seeded(seed);
    const word = (longest: number) =>
      Array.from({ length: 6 + Math.floor(random() * longest) }, () => 'abé\u4e2d😀'[Math.floor(random() * 4)]).join(
        '',
      );
    for (let round = 0; round < 3_000; round++) {
      const known = Array.from({ length: 1 + Math.floor(random() * 8) }, () => word(4));
      const index = createTextIndex(6);
      for (const each of known) index.add(each);
      const text = Array.from({ length: 6 }, () => (random() < 0.5 ? word(12) : (known[0] ?? ''))).join('');
      expect(index.replaceIn(text, '•'), JSON.stringify({ known, text })).toBe(replacedOneByOne(text, known, '•'));
    }
  });

  it('finds each of ten thousand, and nothing in a text without them', () => {
    const known = Array.from({ length: 10_000 }, (_, at) => `secret-${(at * 7919).toString(36)}-${at}`);
    const index = createTextIndex(6);
    for (const each of [...known, ...known]) index.add(each);
    expect(index.replaceIn(known.join(' '), '•')).toBe(Array.from(known, () => '•').join(' '));
    const other = 'secret- of nobody, secret-0-9999999 '.repeat(100);
    expect(index.replaceIn(other, '•')).toBe(other);
  });

  it('finds a secret of 64 KB as a whole, and not where its last character is another', () => {
    const index = createTextIndex(6);
    const long = (at: number) => `${at}-${'x'.repeat(65_000)}-${at}`;
    const text = `before ${long(7)} after`;
    for (let at = 0; at < 20; at++) index.add(long(at + 100_000));
    index.add(long(7));
    expect(index.replaceIn(text, '•')).toBe('before • after');
    // All but its last character: no match, found out in one pass.
    const nearly = `${long(7).slice(0, -1)}!`;
    expect(index.replaceIn(nearly, '•')).toBe(nearly);
  });

  it('changes nothing where nothing is known, or the text is shorter than anything known', () => {
    expect(createTextIndex(6).replaceIn('abcdefgh', '•')).toBe('abcdefgh');
    const index = createTextIndex(6);
    index.add('abcdef');
    expect(['', 'abc', 'abcde', 'xabcde'].map((text) => index.replaceIn(text, '•'))).toEqual([
      '',
      'abc',
      'abcde',
      'xabcde',
    ]);
    expect(index.replaceIn('abcdefabcdef', '•')).toBe('••');
  });
});
