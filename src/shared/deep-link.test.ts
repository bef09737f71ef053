import { describe, expect, it } from 'vitest';
import { DeepLink, formatDeepLink, parseDeepLink } from './deep-link.ts';

describe('a link', () => {
  it.each([
    ['conduktor://prod', { cluster: 'prod', topic: null, partition: null, offset: null }],
    ['conduktor://prod/', { cluster: 'prod', topic: null, partition: null, offset: null }],
    [
      'CONDUKTOR://My%20Cluster/orders.v1',
      { cluster: 'My Cluster', topic: 'orders.v1', partition: null, offset: null },
    ],
    ['conduktor://prod/orders/7', { cluster: 'prod', topic: 'orders', partition: 7, offset: null }],
    ['conduktor://prod/orders/7/0/', { cluster: 'prod', topic: 'orders', partition: 7, offset: '0' }],
    [
      'conduktor://%E6%97%A5%E6%9C%AC/orders/0/9223372036854775807',
      { cluster: '日本', topic: 'orders', partition: 0, offset: '9223372036854775807' },
    ],
    ['conduktor://a%2Fb', { cluster: 'a/b', topic: null, partition: null, offset: null }],
  ])('%s names its target', (text, link) => {
    expect(parseDeepLink(text)).toEqual(link);
    expect(parseDeepLink(formatDeepLink(link))).toEqual(link);
  });

  it.each(
    [
      [
        '',
        'conduktor:',
        'conduktor:/prod',
        'conduktor://',
        'conduktor:///orders',
        'https://prod/orders',
        ' conduktor://prod',
      ],
      [
        'conduktor://prod/orders/-1',
        'conduktor://prod/orders/01',
        'conduktor://prod/orders/1e3',
        'conduktor://prod//1',
      ],
      [
        'conduktor://prod/orders/0/9223372036854775808',
        'conduktor://prod/orders/1000001',
        'conduktor://prod/orders/0/1/2',
      ],
      [
        'conduktor://prod/a%20b',
        'conduktor://prod/%2e%2e%2f',
        'conduktor://prod/..%00',
        'conduktor://%ff',
        'conduktor://%',
      ],
      [
        'conduktor://user@prod',
        'conduktor://prod?x=1',
        'conduktor://prod#x',
        'conduktor://prod\\orders',
        'conduktor://日本',
      ],
      [
        'conduktor://prod%0A',
        'conduktor://%E2%80%AEdorp',
        'conduktor://%20prod',
        'conduktor://pro%00d',
        'conduktor://%ED%A0%80',
      ],
      [
        `conduktor://${'a'.repeat(101)}`,
        `conduktor://prod/${'a'.repeat(250)}`,
        `conduktor://prod/${'%61'.repeat(400)}`,
      ],
      ['conduktor://prod\n', 'conduktor://prod --inspect', 'conduktor://prod/"x"', '--conduktor://prod'],
    ].flat(),
  )('%j is none', (text) => {
    expect(parseDeepLink(text)).toBeNull();
  });
});

type Random = () => number;
function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PIECES = [
  ...[
    'conduktor',
    '://',
    ':',
    '/',
    '//',
    '?',
    '#',
    '@',
    '\\',
    '%',
    '%2f',
    '%00',
    '%0d%0a',
    '%E2%80%AE',
    '..',
    '.',
    ' ',
  ],
  ...['prod', 'orders', '0', '42', '-1', '18446744073709551616', '1e9', 'NaN', '__proto__', 'javascript:', 'file:///'],
  ...['--inspect', '"', "'", '`', '$(x)', ';', '&', '|', '\u0000', '\u202e', '\ud800', 'é', '日本', 'a'.repeat(300)],
];

function fuzzed(random: Random): string {
  const pick = () => PIECES[Math.floor(random() * PIECES.length)] ?? '';
  const start = random() < 0.8 ? 'conduktor://' : '';
  return start + Array.from({ length: 1 + Math.floor(random() * 8) }, pick).join(random() < 0.5 ? '/' : '');
}

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_007);
describe(`10,000 links that were fuzzed (seed ${seed})`, () => {
  it('are refused, or are exactly a target @securityTest deep-link-parser', judgeFuzzed);
});

function judgeFuzzed(): void {
  const random = seeded(seed);
  let accepted = 0;
  for (let round = 0; round < 10_000; round++) {
    const text = fuzzed(random);
    const link = parseDeepLink(text);
    if (link === null) continue;
    accepted++;
    expect(DeepLink.safeParse(link).success, text).toBe(true);
    // What is shown to the user is all there is: no character that hides, and nothing that was dropped.
    expect(/[\p{C}\p{Zl}\p{Zp}]/u.test(Object.values(link).join('')), text).toBe(false);
    expect(parseDeepLink(formatDeepLink(link)), text).toEqual(link);
    const parts = text.replace(/\/$/, '').split('/').slice(2).map(decodeURIComponent);
    expect(
      Object.values(link)
        .filter((part) => part !== null)
        .map(String),
      text,
    ).toEqual(parts);
  }
  // The fuzz is worth something only where it meets both sides.
  expect(accepted).toBeGreaterThan(100);
  expect(accepted).toBeLessThan(9_900);
}
