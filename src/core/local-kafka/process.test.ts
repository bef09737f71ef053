import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { endProcess, isAlive, processIdentity, sendSignal, waitForEnd } from './process.ts';

async function start(code: string) {
  const child = spawn(process.execPath, ['-e', `${code}; console.log('ready'); setInterval(() => undefined, 1000)`]);
  await once(child.stdout, 'data');
  return { child, pid: child.pid ?? 0 };
}

test('a process keeps its identity and another has a different one', async () => {
  const { pid } = await start('');
  const mine = await processIdentity(process.pid);
  expect(mine).not.toBeNull();
  expect(await processIdentity(process.pid)).toBe(mine);
  expect(await processIdentity(pid)).not.toBe(mine);
  await endProcess(pid, 5_000);
  expect(await isAlive(pid)).toBe(false);
});

test.skipIf(process.platform === 'win32')(
  'one that does not listen is killed after the limit (Windows kills at once)',
  async () => {
    const { child, pid } = await start("process.on('SIGTERM', () => undefined)");
    await endProcess(pid, 100);
    expect(await waitForEnd(pid, 1_000)).toBe(true);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
  },
);

test('a process that is gone is not alive and cannot be told anything', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  expect(await isAlive(child.pid ?? 0)).toBe(false);
  expect(sendSignal(child.pid ?? 0, 'SIGTERM')).toBe(false);
});
