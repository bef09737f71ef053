import { spawn, type ChildProcess } from 'node:child_process';
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import { reasonFromLog } from './broker-log.ts';
import { stopIfCancelled } from './cancel.ts';
import { endProcess, sendSignal } from './process.ts';

export type JvmOptions = {
  readonly java: string;
  /** Folder of jars; all of them are the class path. */
  readonly jars: string;
  readonly mainClass: string;
  readonly args: ReadonlyArray<string>;
  readonly systemProperties?: Readonly<Record<string, string>>;
  readonly heapMb: number;
  readonly workingFolder: string;
  /** Output goes to a file and not to a pipe: the process may live on when its parent is gone. */
  readonly logFile: string;
  /** True: it lives on when this process dies. */
  readonly outlivesUs: boolean;
};

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type Jvm = {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves when a line of the log matches; rejects with the reason where the process ends or the time is over. */
  waitForLine(pattern: RegExp, limitMs: number, signal?: AbortSignal): Promise<void>;
  /** Asks it to end, waits, kills it after the limit. Fine to call on one that has ended. */
  stop(limitMs?: number): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
};

/** Variables by which a user's environment changes every Java program; a broker of ours shall not inherit them. */
const JAVA_VARIABLES = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS', 'CLASSPATH'];

const SMALL_JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData', '-Djava.awt.headless=true'];

/** Starts a Java program from a folder of jars. Resolves as soon as the process exists. */
export async function startJvm(options: JvmOptions): Promise<Jvm> {
  const properties = Object.entries(options.systemProperties ?? {}).map(([key, value]) => `-D${key}=${value}`);
  const separator = process.platform === 'win32' ? '\\' : '/';
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !JAVA_VARIABLES.includes(name)));
  const log = await open(options.logFile, 'a');
  const startOfLog = (await log.stat()).size;
  try {
    const child = spawn(
      options.java,
      [
        `-Xmx${options.heapMb}m`,
        ...SMALL_JVM,
        ...properties,
        '-cp',
        `${options.jars}${separator}*`,
        options.mainClass,
        ...options.args,
      ],
      {
        cwd: options.workingFolder,
        detached: options.outlivesUs,
        stdio: ['ignore', log.fd, log.fd],
        windowsHide: true,
        env,
      },
    );
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => {
        const message = `Java could not be started: ${error.message}.`;
        reject(new AppError('BROKER_START', message, { hint: 'Check the installed Java.', cause: error }));
      });
    });
    if (options.outlivesUs) child.unref();
    return jvmOf(child, options.logFile, startOfLog);
  } finally {
    await log.close();
  }
}

function jvmOf(child: ChildProcess, logFile: string, startOfLog: number): Jvm {
  const { pid } = child;
  if (pid === undefined) throw new Error('a spawned process has a pid');
  let isOver = false;
  const ended = new Promise<Ended>((resolve) => {
    child.once('exit', (code, signal) => {
      isOver = true;
      resolve({ code, signal });
    });
  });
  return {
    pid,
    ended,
    async waitForLine(pattern, limitMs, signal) {
      const deadline = performance.now() + limitMs;
      for (;;) {
        stopIfCancelled(signal);
        // Asked before reading: what the process wrote last is then surely in the file.
        const wasOver = isOver;
        const text = await readLog(logFile, startOfLog);
        if (pattern.test(text)) return;
        if (wasOver) throw startFailure(`ended while starting: ${reasonFromLog(text)}`, logFile);
        if (performance.now() > deadline) throw startFailure(`was not ready after ${limitMs / 1000} seconds`, logFile);
        await delay(40);
      }
    },
    async stop(limitMs = 20_000) {
      if (!isOver) await endProcess(pid, limitMs);
      await ended;
    },
    async kill() {
      if (!isOver) sendSignal(pid, 'SIGKILL');
      await ended;
    },
  };
}

function startFailure(what: string, logFile: string): AppError {
  return new AppError('BROKER_START', `Kafka ${what}.`, {
    hint: 'Try again; the log of the broker has the details.',
    retryable: true,
    context: { log: logFile },
  });
}

/** At most the last 200 kB of what the process wrote since it began. */
export async function readLog(path: string, from = 0): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(from, size - 200_000);
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(Math.max(0, size - start)),
      0,
      Math.max(0, size - start),
      start,
    );
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
