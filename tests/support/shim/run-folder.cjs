// Test-only. Makes an Electron that has no default app behave like `electron FOLDER [arguments]`, prelude first.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { app } = require('electron');

const position = process.argv.findIndex((argument, index) => index > 0 && !argument.startsWith('-'));
const folder = path.resolve(process.argv[position]);
const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.setName(manifest.productName ?? manifest.name);
app.setVersion?.(manifest.version);
app.setAppPath(folder);
process.argv.splice(1, 0, ...process.argv.splice(position, 1));
if (process.env.SHIM_PRELUDE) require(process.env.SHIM_PRELUDE);
require(path.join(folder, manifest.main));
