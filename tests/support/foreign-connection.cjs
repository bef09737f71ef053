// A build that was tampered with: the product, and one connection that nobody asked for. See tests/e2e/egress.spec.ts.
const { connect } = require('node:net');
const { isMainThread } = require('node:worker_threads');

// After the core has started, which watches from then on.
if (isMainThread) setTimeout(() => connect(9, '127.0.0.9').on('error', () => undefined), 1000);
