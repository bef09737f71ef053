import { supply } from './supply.mjs';

// The mutable module objects, not their frozen ES views: esbuild leaves these requires as they are.
const asyncHooks = require('node:async_hooks');
const channels = require('node:diagnostics_channel');
const crypto = require('node:crypto');
const events = require('node:events');
const fs = require('node:fs');
const modules = require('node:module');
const os = require('node:os');
const util = require('node:util');
const zlib = require('node:zlib');

const PHASES = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

/** Runs what is traced; the five channels exist and stay silent. */
class TracingChannel {
  constructor(source) {
    for (const phase of PHASES)
      this[phase] = typeof source === 'string' ? channels.channel(`tracing:${source}:${phase}`) : source[phase];
  }
  get hasSubscribers() {
    return PHASES.some((phase) => this[phase].hasSubscribers);
  }
  subscribe(handlers) {
    for (const phase of PHASES) if (handlers[phase]) this[phase].subscribe(handlers[phase]);
  }
  unsubscribe(handlers) {
    for (const phase of PHASES) if (handlers[phase]) this[phase].unsubscribe(handlers[phase]);
    return true;
  }
  traceSync(run, _context, self, ...args) {
    return run.apply(self, args);
  }
  async tracePromise(run, _context, self, ...args) {
    return run.apply(self, args);
  }
  traceCallback(run, _position, _context, self, ...args) {
    return run.apply(self, args);
  }
}

supply(Object.getPrototypeOf(channels.channel('shim')), {
  bindStore() {},
  unbindStore: () => true,
  runStores: (_data, run, self, ...args) => run.apply(self, args),
  subscribe() {},
  unsubscribe: () => true,
});
supply(channels, {
  tracingChannel: (source) => new TracingChannel(source),
  subscribe: (name, handler) => channels.channel(name).subscribe(handler),
  unsubscribe: (name, handler) => channels.channel(name).unsubscribe(handler),
});

supply(crypto, {
  getRandomValues: (array) => crypto.webcrypto.getRandomValues(array),
  hash(algorithm, data, encoding = 'hex') {
    const digest = crypto.createHash(algorithm).update(data).digest();
    return encoding === 'buffer' ? digest : digest.toString(encoding);
  },
});

supply(util, {
  styleText: (_format, text) => text,
  stripVTControlCharacters: (text) => text.replace(/\u001b\[[0-9;]*m/g, ''),
});

supply(events, {
  addAbortListener(signal, listener) {
    signal.addEventListener('abort', listener, { once: true });
    return { [Symbol.dispose]: () => signal.removeEventListener('abort', listener) };
  },
});

supply(asyncHooks.AsyncLocalStorage, {
  bind: (run) => asyncHooks.AsyncResource.bind(run),
  snapshot: () => asyncHooks.AsyncResource.bind((run, ...args) => run(...args)),
});

supply(os, { availableParallelism: () => os.cpus().length });
// As much as a disk check may ask of a test machine: plenty.
supply(fs.promises, { statfs: async () => ({ bsize: 4096, blocks: 1e9, bfree: 1e9, bavail: 1e9 }) });
supply(modules, { isBuiltin: (name) => modules.builtinModules.includes(name.replace(/^node:/, '')), register() {} });
supply(process, {
  getBuiltinModule(name) {
    return modules.builtinModules.includes(name.replace(/^node:/, '')) ? require(name) : undefined;
  },
});

const CRC = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});
supply(zlib, {
  crc32(input, start = 0) {
    let crc = ~start;
    for (const byte of typeof input === 'string' ? Buffer.from(input) : input)
      crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
    return ~crc >>> 0;
  },
});
for (const name of ['zstdCompress', 'zstdCompressSync', 'zstdDecompress', 'zstdDecompressSync']) {
  supply(zlib, {
    [name]() {
      throw new Error('Node 16 has no zstd; this path is tested on Node 24.');
    },
  });
}
