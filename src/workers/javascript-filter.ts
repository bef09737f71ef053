import { parentPort } from 'node:worker_threads';
import { forbidSockets } from '../core/network/index.ts';
// Not by the room's door: what is behind it (the sandbox, 1 MB) belongs into this thread's bundle only.
import { serveJavaScriptFilter } from '../core/filters/javascript/serve.ts';

// A worker's entry: the one place where something happens at import time. It has no business with the network.
forbidSockets();
if (parentPort === null) throw new Error('This file runs as a worker thread only.');
serveJavaScriptFilter(parentPort);
