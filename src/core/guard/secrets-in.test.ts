import { expect, it } from 'vitest';
import { Secret } from '../../shared/values/secret.ts';
import { secretsIn } from './secrets-in.ts';

it('finds every secret of an input, however deep the contract goes', () => {
  const input = {
    draft: { sasl: { password: { kind: 'set', value: new Secret('a') } }, list: [{ pem: new Secret('b') }] },
    text: 'c',
    nothing: null,
  };
  expect(secretsIn(input).map((secret) => secret.reveal())).toEqual(['a', 'b']);
});

it('ends on a cycle', () => {
  const cycle: Record<string, unknown> = { secret: new Secret('a') };
  cycle['self'] = cycle;
  expect(secretsIn(cycle).length).toBeGreaterThan(0);
});
