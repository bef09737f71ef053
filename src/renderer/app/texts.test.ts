import { expect, test } from 'vitest';
import { t } from './texts.ts';

test('values take their place, numbers with separators', () => {
  expect(t('common.countOfTotal', { count: 1200, total: 34_567 })).toBe('1,200 of 34,567');
});

test('a word follows its count', () => {
  expect(t('shell.brokers', { count: 1 })).toBe('1 broker');
  expect(t('shell.brokers', { count: 3 })).toBe('3 brokers');
});

test('a value that was not given stays visible as a mistake', () => {
  expect(t('shell.brokers')).toContain('{count}');
});
