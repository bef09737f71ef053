import { expect, test } from 'vitest';
import { keyLabel, matchesKey, usableKeys, type KeyPress } from './keys.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

test('mod is the command key on a Mac and Control elsewhere', () => {
  expect(matchesKey(press('k', { metaKey: true }), 'mod+k', 'mac')).toBe(true);
  expect(matchesKey(press('k', { ctrlKey: true }), 'mod+k', 'other')).toBe(true);
  expect(matchesKey(press('k', { ctrlKey: true }), 'mod+k', 'mac')).toBe(false);
});

test('a modifier too many is another key', () => {
  expect(matchesKey(press('K', { ctrlKey: true, shiftKey: true }), 'mod+k', 'other')).toBe(false);
  expect(matchesKey(press('k', { ctrlKey: true, altKey: true }), 'mod+k', 'other')).toBe(false);
});

test('a character that needs shift matches with it', () => {
  expect(matchesKey(press('?', { shiftKey: true }), '?', 'other')).toBe(true);
  expect(matchesKey(press('Tab', { ctrlKey: true, shiftKey: true }), 'ctrl+shift+tab', 'other')).toBe(true);
  expect(matchesKey(press('Tab', { ctrlKey: true, shiftKey: true }), 'ctrl+tab', 'other')).toBe(false);
});

test('labels are what the keyboard says', () => {
  expect(keyLabel('mod+k', 'mac')).toBe('⌘K');
  expect(keyLabel('mod+k', 'other')).toBe('Ctrl+K');
  expect(keyLabel('ctrl+shift+tab', 'other')).toBe('Ctrl+Shift+Tab');
  expect(keyLabel('escape', 'other')).toBe('Esc');
});

test('a browser keeps some keys for itself', () => {
  expect(usableKeys(['mod+w', 'alt+w'], 'console')).toEqual(['alt+w']);
  expect(usableKeys(['mod+w', 'alt+w'], 'desktop')).toEqual(['mod+w', 'alt+w']);
  expect(usableKeys(['mod+k'], 'console')).toEqual(['mod+k']);
});
