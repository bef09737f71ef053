import { parentPort } from 'node:worker_threads';
// Not by the room's door: what is behind it (the sandbox, 1 MB) belongs into this thread's bundle only.
import { serveJavaScriptFilter } from '../core/filters/javascript/serve.ts';

// A worker's entry: the one place where something happens at import time.
if (parentPort === null) throw new Error('This file runs as a worker thread only.');
serveJavaScriptFilter(parentPort);
