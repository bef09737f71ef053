import { expect, test } from 'vitest';
import { MAILTO_LIMIT, supportMailto } from './support-mail.ts';

test('a link carries the whole text where it fits', () => {
  const { url, isCut } = supportMailto('Conduktor question: ä & b?', 'one\ntwo = 3');
  expect(isCut).toBe(false);
  const parsed = new URL(url);
  expect(parsed.pathname).toBe('support@conduktor.io');
  expect(parsed.searchParams.get('subject')).toBe('Conduktor question: ä & b?');
  expect(parsed.searchParams.get('body')).toBe('one\r\ntwo = 3');
});

test('it cannot be broken out of', () => {
  const { url } = supportMailto(
    'x&bcc=evil@example.org\r\nBcc: evil@example.org',
    'a&cc=evil@example.org#&attach=/etc/passwd',
  );
  expect([...new URL(url).searchParams.keys()]).toEqual(['subject', 'body']);
  expect(new URL(url).hash).toBe('');
});

test.each([
  'y'.repeat(5000),
  'ä'.repeat(3000),
  '😀'.repeat(2000),
  '\n'.repeat(4000),
  `${'a'.repeat(1900)}😀😀😀😀😀😀`,
])('a long text is cut to what links may have, and says so', (text) => {
  const { url, isCut } = supportMailto('Subject', text);
  expect(isCut).toBe(true);
  expect(url.length).toBeLessThanOrEqual(MAILTO_LIMIT);
  expect(url.length).toBeGreaterThan(MAILTO_LIMIT - 30);
  expect(
    text.replaceAll('\n', '\r\n').startsWith((new URL(url).searchParams.get('body') ?? '').replace(/\uFFFD$/, '')),
  ).toBe(true);
});

test('half a character does not throw', () => {
  expect(supportMailto('s', 'a\uD83D').url).toContain('%EF%BF%BD');
});
