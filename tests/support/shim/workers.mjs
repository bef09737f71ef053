const threads = require('node:worker_threads');

// A thread starts without the prelude: it is told to load it first.
threads.Worker = class extends threads.Worker {
  constructor(file, options = {}) {
    super(file, { ...options, execArgv: ['--require', __filename, ...(options.execArgv ?? [])] });
  }
};
