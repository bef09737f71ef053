import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Loopback is up, as it is on every computer, and there is nothing else: no interface, no route, no name server. */
const NAMESPACE = ['unshare', '-n', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const RUNNER = path.join(import.meta.dirname, 'no-network.mjs');

/** Why nothing can be cut from the network here; null where it can. */
export function whyNoCut(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are of Linux';
  const [command = '', ...args] = [...NAMESPACE, 'nsenter', '--version'];
  const { error, status, stderr } = spawnSync(command, args);
  if (error !== undefined) return 'unshare is not installed';
  return status === 0 ? null : `no network namespace may be made here: ${stderr.toString().trim().slice(0, 200)}`;
}

/** Put before a command: it, and whatever it starts, has no network. Its process id and signals stay its own. */
export function cutCommand(): ReadonlyArray<string> {
  return NAMESPACE;
}

/**
 * An executable, written to `script`, that starts another without network. Where it listens for a debugger, this side of
 * the wall listens, too: the test gets in, nothing gets out.
 */
export function cutExecutable(script: string, executable: string): string {
  return shellScript(script, [process.execPath, RUNNER, 'run', executable]);
}

/** An executable, written to `script`, that starts another where the process `pid` is: behind the same wall. */
export function besideExecutable(script: string, pid: number, executable: string): string {
  return shellScript(script, ['nsenter', `--net=/proc/${pid}/ns/net`, executable]);
}

function shellScript(file: string, words: ReadonlyArray<string>): string {
  writeFileSync(file, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`, { mode: 0o755 });
  return file;
}

/** What a process sees of the network: the names of its interfaces, and how many routes lead somewhere. */
export function networkOf(pid: number): { readonly interfaces: ReadonlyArray<string>; readonly routes: number } {
  const lines = (name: string) => readFileSync(`/proc/${pid}/net/${name}`, 'utf8').trim().split('\n');
  return {
    interfaces: lines('dev')
      .slice(2)
      .map((line) => line.split(':')[0]?.trim() ?? ''),
    routes: lines('route').slice(1).length,
  };
}
