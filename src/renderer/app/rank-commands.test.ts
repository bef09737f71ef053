import { expect, test } from 'vitest';
import { rankCommands } from './rank-commands.ts';

const commands = ['Close tab', 'Theme: Dark', 'Open Dark matter', 'Darken', 'Hidden'].map((label) => ({
  id: label,
  label,
  group: 'Group',
  keyOnly: label === 'Hidden',
  run: () => undefined,
}));
const found = (text: string): string[] => rankCommands(commands, text).map(({ label }) => label);

test('nothing typed offers all but what is only a key', () => {
  expect(found('')).toEqual(['Close tab', 'Theme: Dark', 'Open Dark matter', 'Darken']);
});

test('a label that starts with the text comes first, then one with a word that does', () => {
  expect(found('dark')).toEqual(['Darken', 'Theme: Dark', 'Open Dark matter']);
});

test('every word counts, in any order', () => {
  expect(found('matter open')).toEqual(['Open Dark matter']);
  expect(found('matter close')).toEqual([]);
});
