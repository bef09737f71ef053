import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPreferencesStore, DEFAULT_PREFERENCES, savePreferencesOnChange } from './preferences.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const store = createPreferencesStore();
  const saved: string[] = [];
  const saver = savePreferencesOnChange(store, (preferences) => saved.push(preferences.theme), 500);
  return { store, saved, saver };
}

test('a burst of changes is saved once, with the last value', () => {
  const { store, saved } = setUp();
  store.getState().load(DEFAULT_PREFERENCES);
  store.getState().update(() => ({ theme: 'dark' }));
  vi.advanceTimersByTime(400);
  store.getState().update(() => ({ theme: 'light' }));
  vi.advanceTimersByTime(499);
  expect(saved).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(saved).toEqual(['light']);
});

test('loading what was kept saves nothing', () => {
  const { store, saved } = setUp();
  store.getState().load({ ...DEFAULT_PREFERENCES, theme: 'dark' });
  vi.advanceTimersByTime(10_000);
  expect(saved).toEqual([]);
});

test('nothing is written over the kept preferences before they were read', () => {
  const { store, saved } = setUp();
  store.getState().update(() => ({ theme: 'dark' }));
  vi.advanceTimersByTime(10_000);
  expect(saved).toEqual([]);
});

test('what waits is saved when the page goes', () => {
  const { store, saved, saver } = setUp();
  store.getState().load(DEFAULT_PREFERENCES);
  store.getState().update(() => ({ theme: 'dark' }));
  saver.stop();
  expect(saved).toEqual(['dark']);
  vi.advanceTimersByTime(10_000);
  expect(saved).toEqual(['dark']);
});
