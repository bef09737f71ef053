import { createExporter, type ExportMethods } from '../core/exports/index.ts';
import { forbidSockets } from '../core/network/index.ts';
import { createEngine, serveProcess, type EngineMethods, type ParentPort } from '../core/results/index.ts';

// A process's entry: the one place where something happens at import time. It has no business with the network.
forbidSockets();
serveProcess<EngineMethods & ExportMethods>(parentPort(), { ...createEngine(), ...createExporter() });

/** Of a utility process (Electron) or of a child with a channel (Node). */
function parentPort(): ParentPort {
  const { parentPort: electron } = process as { parentPort?: ElectronParentPort };
  if (electron !== undefined) {
    return {
      postMessage: (message) => electron.postMessage(message),
      onMessage: (listener) => void electron.on('message', ({ data }) => listener(data)),
    };
  }
  if (process.send === undefined) throw new Error('This file runs as a process with a parent only.');
  // Nobody left to work for.
  process.on('disconnect', () => process.exit(0));
  return {
    postMessage: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
  };
}

type ElectronParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
};
