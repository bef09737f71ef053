import { spawn, type ChildProcess } from 'node:child_process';
import { ROOT } from './paths.ts';

export type RunOptions = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly limitMs: number;
  /** `show`: as it comes; `keep`: only in the result. */
  readonly output: 'show' | 'keep';
};

export type Finished = { readonly code: number; readonly output: string };

const KEPT_CHARACTERS = 4_000_000;
const GRACE_MS = 10_000;

/** Every child is a group of its own, so that nothing it starts outlives us. Killed at exit, whatever the exit. */
const groups = new Set<number>();
let isEnding = false;
process.on('exit', () => {
  for (const pid of groups) killGroup(pid, 'SIGKILL');
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => {
    // A script with something to close first (the demo) says so by its own listener.
    if (process.listenerCount(signal) === 1) endSoon(code);
  });
}

/** Lets the programs close what they opened (a test runner its windows), then ends with all that is left. */
function endSoon(code: number): void {
  isEnding = true;
  for (const pid of groups) killGroup(pid, 'SIGINT');
  const deadline = performance.now() + GRACE_MS;
  setInterval(() => {
    if (groups.size === 0 || performance.now() > deadline) process.exit(code);
  }, 100);
}

/** Starts a program in a process group of its own. */
export function start(
  command: string,
  args: ReadonlyArray<string>,
  options: Pick<RunOptions, 'cwd' | 'env'> & { readonly ipc?: boolean },
): ChildProcess {
  if (isEnding) throw new Error('Interrupted.');
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: options.env ?? process.env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', ...(options.ipc === true ? (['ipc'] as const) : [])],
  });
  const { pid } = child;
  if (pid !== undefined) groups.add(pid);
  return child;
}

/** Runs a program to its end or its limit; a limit that is reached counts as failure. */
export async function run(command: string, args: ReadonlyArray<string>, options: RunOptions): Promise<Finished> {
  const child = start(command, args, options);
  let output = '';
  const take = (chunk: Buffer, to: NodeJS.WriteStream) => {
    output = (output + chunk.toString('utf8')).slice(-KEPT_CHARACTERS);
    if (options.output === 'show') to.write(chunk);
  };
  child.stdout?.on('data', (chunk: Buffer) => take(chunk, process.stdout));
  child.stderr?.on('data', (chunk: Buffer) => take(chunk, process.stderr));
  const limit = setTimeout(() => {
    output += `\nStopped: ${command} took longer than ${options.limitMs / 1000} s.\n`;
    if (options.output === 'show') console.error(`Stopped: ${command} took longer than ${options.limitMs / 1000} s.`);
    if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
  }, options.limitMs);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      // `exit`, not `close`: something the program left behind may hold its output open for ever.
      child.once('exit', (exitCode) => setTimeout(() => resolve(exitCode ?? 1), 50));
    });
    return { code, output };
  } finally {
    clearTimeout(limit);
    release(child);
  }
}

/** Asks a program to end; after the limit it is ended, with all it started. */
export async function stop(child: ChildProcess, limitMs: number): Promise<void> {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  if (!hasEnded()) {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.pid !== undefined && killGroup(child.pid, 'SIGKILL'), limitMs);
    await ended;
    clearTimeout(limit);
  }
  release(child);
}

function release(child: ChildProcess): void {
  if (child.pid === undefined) return;
  killGroup(child.pid, 'SIGKILL');
  groups.delete(child.pid);
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    // Gone already, which is what is wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
