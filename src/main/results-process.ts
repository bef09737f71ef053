import { utilityProcess } from 'electron';
import type { ResultsProcess } from '../core/results/index.ts';

/** A utility process: Electron's own kind of child, for a packed app has no Node to fork. */
export function startResultsProcess(file: string): ResultsProcess {
  const child = utilityProcess.fork(file, [], { serviceName: 'Conduktor results' });
  return {
    postMessage: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', () => listener()),
    // `kill()` asks; a statement stuck in native code would not hear it.
    kill: () => {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}
