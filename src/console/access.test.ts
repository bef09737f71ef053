import { expect, it } from 'vitest';
import { createAccess } from './access.ts';

it('the console host exchanges its token once, for a cookie that scripts and other sites cannot use @securityTest console-token', () => {
  const access = createAccess(4711);
  expect(access.exchange('')).toBeNull();
  expect(access.exchange(`${access.token}x`)).toBeNull();
  const cookie = access.exchange(access.token);
  expect(cookie).toMatch(/^conduktor_4711=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  expect(access.exchange(access.token)).toBeNull();
  expect(access.hasSession({ cookie: `other=1; ${cookie?.split(';')[0] ?? ''}` })).toBe(true);
});

it.each(['', 'conduktor_4711=', 'conduktor_4711=wrong', 'conduktor_4712=x', 'conduktor_4711'])(
  'has no session for %j',
  (cookie) => {
    expect(createAccess(4711).hasSession({ cookie })).toBe(false);
  },
);

it('the console host refuses a Host or Origin that is not this address @securityTest console-rebinding', () => {
  const access = createAccess(4711);
  expect(access.refusal({ host: '127.0.0.1:4711' })).toBeNull();
  expect(access.refusal({ host: '127.0.0.1:4711', origin: 'http://127.0.0.1:4711' })).toBeNull();
  for (const host of [undefined, '', '127.0.0.1', 'localhost:4711', '127.0.0.1:4712', 'evil.example:4711']) {
    expect(access.refusal({ host })).not.toBeNull();
  }
  for (const origin of ['null', '', 'https://127.0.0.1:4711', 'http://127.0.0.1:4712', 'http://evil.example']) {
    expect(access.refusal({ host: '127.0.0.1:4711', origin })).not.toBeNull();
  }
});
