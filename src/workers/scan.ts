import { parentPort, Worker, workerData } from 'node:worker_threads';
import { createJavaScriptRunner } from '../core/filters/index.ts';
import { forbidSockets } from '../core/network/index.ts';
import { serveScan, WorkerFiles } from '../core/records/index.ts';

// A worker's entry: the one place where something happens at import time. It has no business with the network.
forbidSockets();
if (parentPort === null) throw new Error('This file runs as a worker thread only.');
const files = WorkerFiles.parse(workerData);
serveScan(parentPort, {
  createJavaScriptRunner: () => createJavaScriptRunner({ createWorker: () => new Worker(files.javascript) }),
});
