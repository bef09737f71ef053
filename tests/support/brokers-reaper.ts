import { spawn } from 'node:child_process';

export type Reaper = {
  /** From now on this process ends when we do, however we end. */
  watch(pid: number): void;
  /** The process ended on its own account: its number may soon be another's. */
  forget(pid: number): void;
};

// Reads numbers from its input; when that closes (we ended, or were killed) it ends those processes and removes the folder.
const REAPER = `
const pids = new Set();
let rest = '';
process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) line[0] === '+' ? pids.add(Number(line.slice(1))) : pids.delete(Number(line.slice(1)));
}).on('end', () => {
  for (const pid of pids) { try { process.kill(pid, 'SIGKILL'); } catch { /* it is gone, as it should be */ } }
  require('node:fs').rmSync(process.argv[1], { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
`;

/** A small process of its own that outlives us for a moment: the only way to clean up after a kill -9 of the run. */
export function startReaper(folder: string): Reaper {
  const child = spawn(process.execPath, ['-e', REAPER, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
  });
  child.unref();
  const { stdin } = child;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return {
    watch: (pid) => void stdin.write(`+${pid}\n`),
    forget: (pid) => void stdin.write(`-${pid}\n`),
  };
}
