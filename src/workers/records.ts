import { parentPort } from 'node:worker_threads';
import { createEngine } from '../core/kafka/index.ts';
import { serveReader } from '../core/records/index.ts';

// A worker's entry: the one place where something happens at import time.
if (parentPort === null) throw new Error('This file runs as a worker thread only.');
serveReader(parentPort, { createEngine });
