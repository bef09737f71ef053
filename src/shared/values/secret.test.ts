import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from './secret.ts';

const SECRET = new Secret('hunter-two');

it.each([
  ['as text', () => String(SECRET)],
  ['inside a template', () => `${SECRET.toString()} ${[SECRET].join()}`],
  ['as JSON', () => JSON.stringify({ deep: [SECRET] })],
  ['in the console', () => inspect({ deep: { secret: SECRET } }, { depth: 9, showHidden: true })],
  ['by its own properties', () => JSON.stringify([Object.entries(SECRET), Object.getOwnPropertyNames(SECRET)])],
  ['copied by spread', () => JSON.stringify({ ...SECRET })],
  ['in an error', () => inspect(new Error('no', { cause: SECRET }))],
])('does not show itself %s', (_, show) => {
  expect(show()).not.toContain('hunter');
});

it('cannot be sent to another thread by accident with its value', () => {
  expect(JSON.stringify(structuredClone({ secret: SECRET }))).not.toContain('hunter');
});

it('gives its text to whoever asks for it by name', () => {
  expect(SECRET.reveal()).toBe('hunter-two');
});

it('knows when it is empty', () => {
  expect([new Secret('').isEmpty, SECRET.isEmpty]).toEqual([true, false]);
});
