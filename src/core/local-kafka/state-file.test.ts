import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStateFile, type LocalState } from './state-file.ts';

const STATE: LocalState = {
  version: 1,
  clusterId: 'abcdefghijklmnopqrstuv',
  kafkaVersion: '4.3.1',
  port: 9092,
  controllerPort: 9093,
  process: { pid: 12, identity: 'then' },
  sampleData: { at: 1, isComplete: false },
};

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'state-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what is written is read, and no temporary file stays', async () => {
  const file = openStateFile(folder);
  expect(await file.read()).toBeNull();
  await file.write(STATE);
  expect(await file.read()).toEqual(STATE);
  expect(await readdir(folder)).toEqual(['state.json']);
});

test.each(['', '{', '[]', '{"version":2}', JSON.stringify({ ...STATE, port: 70_000 })])(
  'a file that holds %j is set aside, not overwritten',
  async (text) => {
    await writeFile(join(folder, 'state.json'), text);
    expect(await openStateFile(folder).read()).toBeNull();
    expect(await readFile(join(folder, 'state.json.unreadable'), 'utf8')).toBe(text);
  },
);
