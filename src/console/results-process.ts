import { fork } from 'node:child_process';
import type { ResultsProcess } from '../core/results/index.ts';

/** A child of Node that speaks over its channel. */
export function startResultsProcess(file: string): ResultsProcess {
  // Its own flags, not ours (a debugger's port); buffers and bigints as they are.
  const child = fork(file, { serialization: 'advanced', execArgv: [] });
  return {
    postMessage: (message) => {
      if (child.connected) child.send(message as object);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', () => listener()),
    kill: () => void child.kill('SIGKILL'),
  };
}
