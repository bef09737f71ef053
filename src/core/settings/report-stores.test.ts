import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allText, newFolder, open } from './testing.ts';

let folder: string;

beforeEach(() => {
  folder = newFolder();
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const ID = '3f2b8f0e-5b1c-4e0d-9d0a-0a6a7d1c2e3f';

test('an agreement is kept, and of a withdrawn one nothing stays @securityTest consent-withdrawn', async () => {
  const settings = await open(folder);
  expect(settings.telemetry.get()).toBeNull();
  await settings.telemetry.save({ at: 5, textVersion: 1, installId: ID });
  expect((await open(folder)).telemetry.get()).toEqual({ at: 5, textVersion: 1, installId: ID });
  expect(allText(folder)).toContain(ID); // Twin: the check below finds it while it is there.
  // After a restart, when the first save would keep what was there before as a backup.
  await (await open(folder)).telemetry.save(null);
  expect(allText(folder)).not.toContain(ID);
  expect((await open(folder)).telemetry.get()).toBeNull();
});

test('a deleted draft is gone from the disk, and the newest come first', async () => {
  const settings = await open(folder);
  const draft = { topic: 'problem', contact: '', attachLog: false, error: '' } as const;
  for (let at = 1; at <= 25; at += 1) {
    await settings.support.saveDraft({ ...draft, id: `d${at}`, savedAt: at, message: `message-${at}-end` });
  }
  expect(settings.support.drafts().map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, at) => `d${25 - at}`));
  expect(allText(folder)).toContain('message-25-end');
  await settings.support.deleteDraft('d25');
  expect(allText(folder)).not.toContain('message-25-end');
});

test('a mail server is kept, its password never beside it', async () => {
  const settings = await open(folder);
  const server = {
    host: 'mail',
    port: 465,
    tls: 'implicit',
    username: 'ann',
    from: 'ann@example.com',
    ca: '',
  } as const;
  await settings.support.saveSmtp(server);
  expect((await open(folder)).support.smtp()).toEqual(server);
  await settings.support.saveSmtp(null);
  expect((await open(folder)).support.smtp()).toBeNull();
});
