import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LogFilter } from '../../shared/contract/log.ts';
import { createLogReader, roomsOf } from './log-reader.ts';
import { createLog, MAX_LOG_FILES } from './log.ts';

const ALL: LogFilter = { level: 'debug', text: '', room: '' };
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-reader-'));
});

/** Writes lines with a log of its own, which is closed so that they are all in the file. */
async function write(events: ReadonlyArray<string>, fields: object = {}, room: string | null = null): Promise<void> {
  const log = createLog({ folder, level: 'debug', clock: () => 0 });
  const to = room === null ? log : log.child(room);
  for (const event of events) to[event.startsWith('bad') ? 'error' : 'info'](event, { ...fields });
  await log.close();
}

const reader = () => createLogReader(join(folder, 'conduktor.log'), MAX_LOG_FILES);
const eventsOf = (page: { lines: ReadonlyArray<{ event: string }> }) => page.lines.map(({ event }) => event);

describe('the log reader', () => {
  it('gives the newest lines, then what is written after them', async () => {
    await write(['one', 'two', 'three']);
    const first = await reader().read({ filter: ALL, limit: 2 });
    expect(eventsOf(first)).toEqual(['two', 'three']);
    expect(first.hasOlder).toBe(true);
    await write(['four']);
    const next = await reader().read({ filter: ALL, limit: 10, after: first.end });
    expect(eventsOf(next)).toEqual(['four']);
    expect(eventsOf(await reader().read({ filter: ALL, limit: 10, after: next.end }))).toEqual([]);
    const older = await reader().read({ filter: ALL, limit: 10, before: first.lines[0]?.place });
    expect(eventsOf(older)).toEqual(['one']);
    expect(older.hasOlder).toBe(false);
  });

  it('filters by level, room and text', async () => {
    await write(['one', 'bad two'], { topic: 'Orders' }, 'kafka.admin');
    await write(['three'], {}, 'kafkaesque');
    const read = async (filter: Partial<LogFilter>) =>
      eventsOf(await reader().read({ filter: { ...ALL, ...filter }, limit: 10 }));
    expect(await read({ level: 'warn' })).toEqual(['bad two']);
    expect(await read({ room: 'kafka' })).toEqual(['one', 'bad two']);
    expect(await read({ text: 'orders' })).toEqual(['one', 'bad two']);
    expect(await read({ text: 'nowhere' })).toEqual([]);
    expect(await roomsOf(reader())).toEqual(['kafka.admin', 'kafkaesque']);
  });

  it('reads rotated files as one log, and follows a file that is rotated meanwhile', async () => {
    await write(['first']);
    const start = await reader().read({ filter: ALL, limit: 10 });
    const log = createLog({ folder, level: 'info', clock: () => 0 });
    for (let count = 0; count < 700; count += 1) log.info(`n${count}`, { text: 'x '.repeat(8_000) });
    await log.close();
    expect(reader().files().length).toBeGreaterThan(1);
    const seen: string[] = [];
    let after = start.end;
    for (;;) {
      const page = await reader().read({ filter: ALL, limit: 100, after });
      if (page.lines.length === 0) break;
      expect(page.isRestart).toBe(false);
      seen.push(...eventsOf(page));
      after = page.end;
    }
    expect(seen).toEqual(Array.from({ length: 700 }, (_, count) => `n${count}`));
    const whole = await reader().read({ filter: { ...ALL, text: '"first"' }, limit: 10 });
    expect(eventsOf(whole)).toEqual(['first']);
  });

  it('says that it starts anew where the place is gone', async () => {
    await write(['one']);
    const page = await reader().read({ filter: ALL, limit: 10, after: { file: '1', offset: 5 } });
    expect(page).toMatchObject({ isRestart: true });
    expect(eventsOf(page)).toEqual(['one']);
  });

  it('shows lines that are none of ours, and leaves one alone that is being written', async () => {
    writeFileSync(
      join(folder, 'conduktor.log'),
      'nonsense\n{"time":"2026-01-01T00:00:00.000Z","level":"warn","event":"half',
    );
    const page = await reader().read({ filter: ALL, limit: 10 });
    expect(page.lines).toMatchObject([{ event: 'nonsense', time: '', text: 'nonsense' }]);
    expect(page.end.offset).toBe(9);
  });

  it('is empty where there is no log', async () => {
    expect(await reader().read({ filter: ALL, limit: 10 })).toMatchObject({ lines: [], hasOlder: false });
  });

  it.skipIf(process.platform === 'win32')('follows no link that someone put in a file’s place', async () => {
    writeFileSync(join(folder, 'other'), 'secret of another file\n');
    symlinkSync(join(folder, 'other'), join(folder, 'conduktor.log'));
    expect((await reader().read({ filter: ALL, limit: 10 })).lines).toEqual([]);
  });

  it('keeps one answer bounded, however long the lines are', async () => {
    const log = createLog({ folder, level: 'info' });
    for (let count = 0; count < 200; count += 1) log.info('long', { text: 'x '.repeat(8_000) });
    await log.close();
    const page = await reader().read({ filter: ALL, limit: 1_000 });
    expect(JSON.stringify(page).length).toBeLessThan(1_000_000);
    expect(page.hasOlder).toBe(true);
  });
});

it('changes its level at run time, for its children too', async () => {
  const log = createLog({ folder, level: 'info' });
  const child = log.child('room');
  child.debug('unseen');
  log.setLevel('debug');
  child.debug('seen');
  expect(log.level()).toBe('debug');
  await log.close();
  expect(eventsOf(await reader().read({ filter: ALL, limit: 10 }))).toEqual(['seen']);
});
