import { expect, it } from 'vitest';
import { Secret } from '../../shared/values/secret.ts';
import { allText, newFolder, open, reversingBox } from './testing.ts';

const KEY = 'a2V5LW9mLXRoZS1jYWNoZQ==';

it('keeps the product’s own key encrypted, over a start', async () => {
  const folder = newFolder();
  const learnt: Secret[] = [];
  const settings = await open(folder, { onSecret: (secret) => learnt.push(secret) });
  expect(await settings.productSecrets.read('searchCacheKey')).toBe(null);
  await settings.productSecrets.write('searchCacheKey', new Secret(KEY));
  expect(learnt).toHaveLength(1); // The log masks it from now on.
  expect(allText(folder)).toContain('searchCacheKey');
  expect(allText(folder)).not.toContain(KEY);
  const again = await open(folder);
  expect((await again.productSecrets.read('searchCacheKey'))?.reveal()).toBe(KEY);
});

it('has none where the key store lost its own, and writes none where there is no key store', async () => {
  const folder = newFolder();
  await (await open(folder)).productSecrets.write('searchCacheKey', new Secret(KEY));
  const locked = { ...reversingBox(), decrypt: () => Promise.reject(new Error('locked')) };
  expect(await (await open(folder, { secretBox: locked })).productSecrets.read('searchCacheKey')).toBe(null);

  const inMemory = newFolder();
  const session = await open(inMemory, { secretBox: reversingBox('session') });
  await session.productSecrets.write('searchCacheKey', new Secret(KEY));
  expect((await session.productSecrets.read('searchCacheKey'))?.reveal()).toBe(KEY);
  await session.close();
  expect(allText(inMemory)).not.toContain('searchCacheKey');
});

it('keeps the key in memory where the key store refuses to encrypt it', async () => {
  const folder = newFolder();
  const refusing = { ...reversingBox(), encrypt: () => Promise.reject(new Error('no')) };
  const settings = await open(folder, { secretBox: refusing });
  await settings.productSecrets.write('searchCacheKey', new Secret(KEY));
  expect((await settings.productSecrets.read('searchCacheKey'))?.reveal()).toBe(KEY);
  expect(allText(folder)).not.toContain(KEY);
});
