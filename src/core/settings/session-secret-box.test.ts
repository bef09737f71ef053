import { expect, it } from 'vitest';
import { createSessionSecretBox } from './session-secret-box.ts';

it('gives back what it took, and never the same ciphertext twice', async () => {
  const box = createSessionSecretBox('For this run only.');
  const [first, second] = [await box.encrypt('pässword'), await box.encrypt('pässword')];
  expect(await box.decrypt(first)).toBe('pässword');
  expect(first).not.toBe(second);
  expect(Buffer.from(first, 'base64').toString('latin1')).not.toContain('ssword');
});

it('refuses what another run encrypted and what was changed', async () => {
  const box = createSessionSecretBox('For this run only.');
  const sealed = await box.encrypt('secret');
  await expect(createSessionSecretBox('Another run.').decrypt(sealed)).rejects.toThrow();
  const bytes = Buffer.from(sealed, 'base64');
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  await expect(box.decrypt(bytes.toString('base64'))).rejects.toThrow();
});
