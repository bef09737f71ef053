import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fromRoot } from '../lib/paths.ts';
import { isOld, judge, type Advisories } from './advisories.ts';
import { ADVISORY_FILE, installedBy } from './gate.ts';

const REAL = JSON.parse(readFileSync(ADVISORY_FILE, 'utf8')) as Advisories;
const INSTALLED = installedBy(fromRoot('package-lock.json'));

it('knows of nothing High or Critical in what the lock file installs @securityTest vulnerability-gate', () => {
  const bad = judge(REAL, INSTALLED).filter(({ severity }) => severity === 'high' || severity === 'critical');
  expect(bad).toEqual([]);
  expect(INSTALLED.length).toBeGreaterThan(500);
});

it('its twin: a planted advisory is found, in a nested copy, too', () => {
  const [nested] = INSTALLED.filter(({ name }) => name === 'js-yaml');
  const planted = (pkg: string, from: string, fixed?: string): Advisories => ({
    date: '2026-01-01',
    advisories: [
      {
        id: 'X',
        package: pkg,
        severity: 'critical',
        title: 'planted',
        affected: [fixed === undefined ? { from } : { from, fixed }],
      },
    ],
  });
  expect(judge(planted('electron', '45.0.0'), INSTALLED)).toMatchObject([{ name: 'electron', severity: 'critical' }]);
  expect(judge(planted('electron', '45.0.0', '45.4.1'), INSTALLED)).toEqual([]);
  expect(judge(planted('js-yaml', '0.0.0'), INSTALLED).length).toBeGreaterThan(1);
  expect(nested).toBeDefined();
  // A name that is an alias (undici5) is found by the package it is.
  expect(judge(planted('undici', '5.0.0', '5.29.1'), INSTALLED)).toHaveLength(1);
});

it.each([
  ['41.10.2', true],
  ['41.10.6', false],
  ['43.4.0', true],
  ['43.4.1', false],
  ['44.0.0-beta.4', true],
  ['44.0.0', false],
  ['22.3.25', true],
  ['45.4.1', false],
])('electron %s is affected: %s', (version, isAffected) => {
  expect(judge(REAL, [{ name: 'electron', version }]).length > 0).toBe(isAffected);
});

it('is old after thirty days', () => {
  const day = 24 * 60 * 60_000;
  expect(isOld(REAL, Date.parse(REAL.date) + 29 * day)).toBe(false);
  expect(isOld(REAL, Date.parse(REAL.date) + 31 * day)).toBe(true);
});
