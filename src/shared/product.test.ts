import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PRODUCT } from './product.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

it('is spelt alike where tools must be told it in files of their own', () => {
  const packageFile = JSON.parse(read('package.json')) as Record<string, string>;
  expect([packageFile['productName'], packageFile['name']]).toEqual([PRODUCT.name, PRODUCT.folder]);
  expect(packageFile['author']).toBe(`${PRODUCT.name} <${PRODUCT.supportEmail}>`);
  expect(read('electron-builder.yml')).toContain(`\nproductName: ${PRODUCT.name}\n`);
  expect(read('electron-builder.yml')).toContain(`\nappId: ${PRODUCT.appId}\n`);
  expect(read('src/renderer/index.html')).toContain(`<title>${PRODUCT.name}</title>`);
});
