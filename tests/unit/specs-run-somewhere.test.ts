import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SPECS } from '../e2e/where.ts';

test('every end-to-end test runs on some host, and what is said to run is there', () => {
  const specs = readdirSync(new URL('../e2e/', import.meta.url)).filter((name) => name.endsWith('.spec.ts'));
  const listed = new Set(Object.values(SPECS).flat());
  expect([...listed].map((name) => `${name}.spec.ts`).sort()).toEqual(specs.sort());
});
