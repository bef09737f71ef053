import path from 'node:path';
import { createInterface } from 'node:readline';
import { fromRoot } from './paths.ts';
import { start, stop } from './processes.ts';

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 25_000;

export type ConsoleHost = {
  /** The address with its one-time token. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the host has ended, for whatever reason. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
};

export type ConsoleStart = {
  /** Another program to start it under (`strace …`). */
  readonly under?: ReadonlyArray<string>;
  /** The folder of the bundles, where not the repository's. */
  readonly dist?: string;
  readonly cwd?: string;
};

/** Starts the built console host on Node 24. */
export async function startConsoleHost(
  env: NodeJS.ProcessEnv,
  { under = [], dist = fromRoot('dist'), cwd }: ConsoleStart = {},
): Promise<ConsoleHost> {
  const [command = '', ...args] = [...under, process.execPath, path.join(dist, 'console/index.cjs')];
  const child = start(command, args, {
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    ipc: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  const url = await new Promise<string>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('The console host did not start in time.')), START_LIMIT_MS);
    child.once('exit', (code) =>
      reject(new Error(`The console host ended with code ${code ?? 'none'}; its reason is above.`)),
    );
    if (child.stdout === null) throw new Error('The console host has no output.');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = urlOf(line);
      if (address === null) return;
      clearTimeout(limit);
      resolve(address);
    });
  }).catch(async (error: unknown) => {
    await stop(child, STOP_LIMIT_MS);
    throw error;
  });
  return { url, pid: child.pid ?? 0, ended, close: () => stop(child, STOP_LIMIT_MS) };
}

function urlOf(line: string): string | null {
  if (!line.startsWith('{')) return null;
  const told = JSON.parse(line) as { event?: unknown; url?: unknown };
  return told.event === 'ready' && typeof told.url === 'string' ? told.url : null;
}
