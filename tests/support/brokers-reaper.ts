import { spawn } from 'node:child_process';

export type Reaper = {
  /** From now on this process ends when we do, however we end. */
  watch(pid: number): void;
  /** The process ended on its own account: its number may soon be another's. */
  forget(pid: number): void;
};

// Reads numbers from its input; when that closes (we ended, or were killed) it ends those processes.
const REAPER = `
const pids = new Set();
let rest = '';
process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) line[0] === '+' ? pids.add(Number(line.slice(1))) : pids.delete(Number(line.slice(1)));
}).on('end', () => {
  for (const pid of pids) { try { process.kill(pid, 'SIGKILL'); } catch { /* it is gone, as it should be */ } }
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
`;

/** A small process of its own that outlives us for a moment: the only way to clean up after a kill -9 of the run. */
export function startReaper(): Reaper {
  const child = spawn(process.execPath, ['-e', REAPER], { stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true });
  child.unref();
  const { stdin } = child;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return {
    watch: (pid) => void stdin.write(`+${pid}\n`),
    forget: (pid) => void stdin.write(`-${pid}\n`),
  };
}
