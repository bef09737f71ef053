// The part of every script that must run before anything is installed, on the oldest Node we accept (20.19).
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const isWindows = process.platform === 'win32';
const node24 = path.join(root, 'node_modules/node/bin', isWindows ? 'node.exe' : 'node');
const INSTALL_LIMIT_MS = 15 * 60_000;

/** Runs a TypeScript script of ours on Node 24, with this command's own arguments; installs first where needed. */
export async function runTypeScript(script) {
  ensureInstalled();
  await runNode24([path.join(root, script), ...process.argv.slice(2)]);
}

/** Runs Node 24 with `args` in place of this process: same terminal, same signals, same exit code. */
export async function runNode24(args) {
  ensureInstalled();
  const child = spawn(node24, args, { cwd: root, stdio: 'inherit' });
  // Ctrl+C reaches the child from the terminal itself; this process only waits for it.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** `npm ci` where node_modules is missing or is not what the lock file says. */
export function ensureInstalled() {
  const reason = whyInstall();
  if (reason === null) return;
  console.log(`▸ Installing packages (${reason})`);
  const installed = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: isWindows,
    timeout: INSTALL_LIMIT_MS,
  });
  if (installed.status !== 0) {
    console.error('npm ci failed; its message is above. Nothing else can run without the packages.');
    process.exit(1);
  }
}

function whyInstall() {
  const modules = path.join(root, 'node_modules');
  const record = path.join(modules, '.package-lock.json');
  if (!existsSync(record)) return 'node_modules is missing';
  // A linked node_modules belongs to another checkout, which looks after it.
  if (lstatSync(modules).isSymbolicLink()) return null;
  if (!existsSync(node24)) return 'Node 24 is missing';
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const present = packagesOf(record);
  for (const [name, { version, optional }] of Object.entries(wanted)) {
    // What is optional is left out where it is for another system.
    if (name === '' || optional || present[name]?.version === version) continue;
    return `${name.replace(/^node_modules\//, '')} is not ${version}`;
  }
  return null;
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
