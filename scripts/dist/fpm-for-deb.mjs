#!/usr/bin/env node
// Stands in for fpm where that cannot be had: makes a Debian package of a folder with dpkg-deb. It understands the
// arguments electron-builder gives for `-s dir -t deb`, and refuses any it does not know.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const FLAGS = new Set(['--force', '--debug']);
const MANY = { '-d': 'depends', '--deb-recommends': 'recommends' };
const ONE = new Set([
  ...['-s', '-t', '--architecture', '--after-install', '--after-remove', '--description', '--version', '--package'],
  ...['--name', '--maintainer', '--vendor', '--url', '--category', '--deb-priority', '--license', '--deb-compression'],
]);

function readArguments(args) {
  const options = { depends: [], recommends: [], pairs: [] };
  for (let at = 0; at < args.length; at++) {
    const argument = args[at];
    if (FLAGS.has(argument)) continue;
    if (argument in MANY) options[MANY[argument]].push(args[++at]);
    else if (ONE.has(argument)) options[argument.replace(/^-+/, '')] = args[++at];
    else if (!argument.startsWith('-') && argument.includes('=')) options.pairs.push(argument);
    else throw new Error(`fpm-for-deb does not know ${argument}`);
  }
  if (options.s !== 'dir' || options.t !== 'deb') throw new Error('fpm-for-deb makes a deb of a folder, nothing else');
  return options;
}

function place(root, pair) {
  const split = pair.lastIndexOf('=');
  const from = pair.slice(0, split);
  const to = path.join(root, pair.slice(split + 1));
  mkdirSync(from.endsWith('/') ? to : path.dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function kibibytesOf(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += statSync(path.join(entry.parentPath, entry.name)).size;
  }
  return Math.ceil(bytes / 1024);
}

function control(options, root) {
  // A line that is empty would end the field.
  const description = options.description.trim().split('\n').map((line) => line.trim() || '.').join('\n ');
  const fields = [
    ['Package', options.name],
    ['Version', options.version],
    ['License', options.license],
    ['Vendor', options.vendor],
    ['Architecture', options.architecture],
    ['Maintainer', options.maintainer],
    ['Installed-Size', String(kibibytesOf(root))],
    ['Depends', options.depends.join(', ')],
    ['Recommends', options.recommends.join(', ')],
    ['Section', options.category ?? 'default'],
    ['Priority', options['deb-priority'] ?? 'optional'],
    ['Homepage', options.url],
    ['Description', description],
  ];
  return fields.filter(([, value]) => value).map(([name, value]) => `${name}: ${value}\n`).join('');
}

const options = readArguments(process.argv.slice(2));
const root = mkdtempSync(path.join(tmpdir(), 'fpm-for-deb-'));
try {
  for (const pair of options.pairs) place(root, pair);
  const text = control(options, root);
  const meta = path.join(root, 'DEBIAN');
  mkdirSync(meta);
  writeFileSync(path.join(meta, 'control'), text);
  for (const [option, name] of [
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ]) {
    if (options[option] === undefined) continue;
    cpSync(options[option], path.join(meta, name));
    chmodSync(path.join(meta, name), 0o755);
  }
  chmodSync(root, 0o755);
  const compression = options['deb-compression'] === 'gz' ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6'];
  const made = spawnSync('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, options.package], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (made.status !== 0) throw new Error(`dpkg-deb ended with ${made.status ?? made.signal ?? made.error}`);
} finally {
  rmSync(root, { recursive: true, force: true });
}
