// Test-only. Lifts Electron 22 (Node 16, Chromium 108) to the surface of Electron 45 that this product uses, so that the
// same source runs end to end on machines that cannot fetch the pinned Electron. Nothing in src/ knows of it.
import 'core-js/actual';
import './web-globals.mjs';
import './node-builtins.mjs';
import './workers.mjs';
import './electron-apis.mjs';
