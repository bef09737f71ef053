import { describe, expect, it } from 'vitest';
import { Secret } from '../../shared/values/secret.ts';
import { mask } from './mask.ts';
import { maskValue } from './mask-value.ts';

function masked(value: unknown): unknown {
  return maskValue(value, mask);
}

describe('maskValue', () => {
  it('masks fields by their name, at any depth', () => {
    expect(masked({ a: { sslKeyPassword: 'x', user: 'bob' } })).toEqual({ a: { sslKeyPassword: '•••', user: 'bob' } });
    expect(masked({ credentials: { user: 'bob', pin: 1234 } })).toEqual({ credentials: '•••' });
  });

  it('keeps what says only whether there is a secret', () => {
    expect(masked({ hasPassword: true, password: null })).toEqual({ hasPassword: true, password: null });
  });

  it('masks the item after a sensitive name in a list, as raw headers are written', () => {
    expect(masked(['Host', 'x', 'Authorization', 'abc'])).toEqual(['Host', 'x', 'Authorization', '•••']);
  });

  it('masks the value of a labelled pair', () => {
    expect(masked([{ name: 'password', value: 'x' }])).toEqual([{ name: 'password', value: '•••' }]);
  });

  it('shows an error with its causes and own fields', () => {
    const error = Object.assign(new Error('outer', { cause: new Error('token=abc') }), { config: { password: 'x' } });
    expect(masked(error)).toMatchObject({
      name: 'Error',
      message: 'outer',
      config: { password: '•••' },
      cause: { message: 'token=•••' },
    });
  });

  it('prints secrets, bytes, big numbers, dates, maps and sets as plain data', () => {
    const value = {
      secret: new Secret('x'),
      plain: new Secret('x'),
      bytes: Buffer.from('abc'),
      big: 9007199254740993n,
      at: new Date(0),
      map: new Map([['a', 1]]),
      set: new Set([1]),
      nan: Number.NaN,
    };
    expect(masked(value)).toEqual({
      secret: '•••',
      plain: '•••',
      bytes: '<3 bytes>',
      big: '9007199254740993',
      at: '1970-01-01T00:00:00.000Z',
      map: { a: 1 },
      set: [1],
      nan: 'NaN',
    });
  });

  it('ends on cycles, depth, bulk and getters that throw', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(masked(cycle)).toEqual({ self: '<cycle>' });
    const hostile = Object.defineProperty({}, 'bad', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    expect(masked(hostile)).toEqual({ bad: '<unreadable>' });
    let deep: unknown = 1;
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    expect(JSON.stringify(masked(deep))).toContain('<deeper>');
    expect(masked(Array.from({ length: 1000 }, (_, index) => index))).toHaveLength(101);
  });

  it('takes a revoked proxy for unreadable', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(masked({ proxy })).toEqual({ proxy: '<unreadable>' });
  });

  it('shows the same object twice where it stands twice without a cycle', () => {
    const shared = { a: 1 };
    expect(masked([shared, shared])).toEqual([{ a: 1 }, { a: 1 }]);
  });

  it('does not let a cut go through a secret', () => {
    const text = `${'x'.repeat(16_380)} password=c4n4ry`;
    expect(JSON.stringify(masked(text))).not.toContain('c4n');
  });

  it('does not pollute prototypes', () => {
    masked(JSON.parse('{"__proto__":{"polluted":1}}'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
