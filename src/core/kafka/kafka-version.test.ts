import { expect, test } from 'vitest';
import { guessKafkaVersion } from './kafka-version.ts';

/** Highest versions of the telling APIs (0 produce, 1 fetch, 2 list offsets, 24, 35 log dirs, 50, 60, 65), by release. */
const RELEASES: ReadonlyArray<readonly [release: string, versions: Readonly<Record<number, number>>]> = [
  ['4.3 or newer', { 0: 13, 1: 18, 2: 11, 24: 5, 35: 5, 50: 0, 60: 2, 65: 0 }],
  ['4.2', { 0: 13, 1: 18, 2: 11, 24: 5, 35: 4, 50: 0, 60: 2, 65: 0 }],
  ['4.1', { 0: 13, 1: 18, 2: 10, 24: 5, 35: 4, 50: 0, 60: 2, 65: 0 }],
  ['4.0', { 0: 12, 1: 17, 2: 10, 24: 5, 35: 4, 50: 0, 60: 2, 65: 0 }],
  ['3.9', { 0: 11, 1: 17, 2: 9, 24: 5, 35: 4, 50: 0, 60: 1, 65: 0 }],
  ['3.8', { 0: 11, 1: 16, 2: 8, 24: 5, 35: 4, 50: 0, 60: 1, 65: 0 }],
  ['3.7', { 0: 10, 1: 16, 2: 8, 24: 4, 35: 4, 50: 0, 60: 1, 65: 0 }],
  ['3.6', { 0: 9, 1: 15, 2: 8, 24: 4, 35: 4, 50: 0, 60: 0, 65: 0 }],
  ['3.5', { 0: 9, 1: 15, 2: 8, 24: 3, 35: 4, 50: 0, 60: 0, 65: 0 }],
  ['3.3 or 3.4', { 0: 9, 1: 13, 2: 7, 24: 3, 35: 4, 50: 0, 60: 0, 65: 0 }],
  ['3.2', { 0: 9, 1: 13, 2: 7, 24: 3, 35: 3, 50: 0, 60: 0, 65: 0 }],
  ['3.1', { 0: 9, 1: 13, 2: 7, 24: 3, 35: 2, 50: 0, 60: 0, 65: 0 }],
  ['3.0', { 0: 9, 1: 12, 2: 7, 24: 3, 35: 2, 50: 0, 60: 0, 65: 0 }],
  ['2.8', { 0: 9, 1: 12, 2: 6, 24: 3, 35: 2, 50: 0, 60: 0 }],
  ['2.7', { 0: 8, 1: 12, 2: 5, 24: 2, 35: 2, 50: 0 }],
  ['1.1', { 0: 5, 1: 7, 2: 2, 24: 0, 35: 0 }],
  ['1.0', { 0: 5, 1: 6, 2: 2, 24: 0, 35: 0 }],
  ['older than 1.0', { 0: 3, 1: 5, 2: 2 }],
];

test.each(RELEASES)('recognises Kafka %s by what it offers', (release, versions) => {
  const highest = new Map(Object.entries(versions).map(([api, version]) => [Number(api), version]));
  expect(guessKafkaVersion(highest)).toBe(release);
});

test('calls a release of the future the newest known or newer', () => {
  expect(guessKafkaVersion(new Map(Array.from({ length: 120 }, (_, api) => [api, 50])))).toBe('4.3 or newer');
});
