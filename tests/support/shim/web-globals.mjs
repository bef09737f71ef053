import { Blob } from 'node:buffer';
import crypto from 'node:crypto';
import os from 'node:os';
import streams from 'node:stream/web';
import threads from 'node:worker_threads';
import { fetch, File, FormData, Headers, Request, Response } from 'undici5';
import WebSocket from 'ws';
import { supply } from './supply.mjs';

class CustomEvent extends Event {
  constructor(type, init = {}) {
    super(type, init);
    this.detail = init.detail ?? null;
  }
}

/** Keys are of this class in Electron 22, too; only its name is not to be had. */
class CryptoKey {
  static [Symbol.hasInstance](value) {
    return value?.constructor?.name === 'CryptoKey';
  }
}

supply(globalThis, {
  ...streams,
  Blob,
  BroadcastChannel: threads.BroadcastChannel,
  CryptoKey,
  CustomEvent,
  File,
  FormData,
  Headers,
  MessageChannel: threads.MessageChannel,
  MessagePort: threads.MessagePort,
  Request,
  Response,
  WebSocket,
  crypto: crypto.webcrypto,
  fetch,
  navigator: { userAgent: 'Node.js/24', hardwareConcurrency: os.cpus().length },
});

supply(AbortSignal, {
  any(signals) {
    const either = new AbortController();
    for (const signal of signals) {
      if (signal.aborted) {
        either.abort(signal.reason);
        break;
      }
      signal.addEventListener('abort', () => either.abort(signal.reason), { once: true });
    }
    return either.signal;
  },
});

supply(AbortSignal.prototype, {
  throwIfAborted() {
    if (this.aborted) throw this.reason ?? new Error('This operation was aborted');
  },
});
