import { expect, it } from 'vitest';
import { isAllowed, licencesText } from './about.ts';
import type { ShippedPackage } from './packages.ts';

const zod: ShippedPackage = { name: 'zod', version: '4.6.7', license: 'MIT', folder: 'node_modules/zod' };

it('hands on the text of a licence', () => {
  expect(licencesText([zod])).toMatch(/zod 4\.6\.7\nLicence: MIT\n[\s\S]*Permission is hereby granted/);
});

it('refuses a dependency whose licence nobody has looked at @securityTest licences', () => {
  expect(() => licencesText([zod, { ...zod, name: 'x', license: 'GPL-3.0-only' }])).toThrow('x 4.6.7 (GPL-3.0-only)');
  expect(() => licencesText([{ ...zod, license: '' }])).toThrow('no licence');
});

it.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0)', true],
  ['Apache-2.0 AND BSD-3-Clause', true],
  ['MIT AND GPL-2.0', false],
  ['AGPL-3.0', false],
  ['SEE LICENSE IN x', false],
  ['', false],
])('%s: %s', (license, allowed) => {
  expect(isAllowed(license)).toBe(allowed);
});
