import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { createEngine } from '../core/kafka/index.ts';
import { watchSockets } from '../core/network/index.ts';
import { serveReader, WorkerFiles } from '../core/records/index.ts';

/** One core is busy with fetching; more threads than this would only take memory. */
const MOST_SCAN_THREADS = 6;

// A worker's entry: the one place where something happens at import time.
if (parentPort === null) throw new Error('This file runs as a worker thread only.');
const files = WorkerFiles.parse(workerData);
serveReader(parentPort, {
  createEngine,
  watchConnections: watchSockets,
  createScanThread: () => new Worker(files.scan, { workerData: files }),
  scanThreads: Math.max(1, Math.min(MOST_SCAN_THREADS, availableParallelism())),
});
