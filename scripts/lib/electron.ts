import { existsSync, readFileSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { say } from './log.ts';
import { fromRoot } from './paths.ts';
import { run } from './processes.ts';
import { ensureLegacyElectron } from './legacy-electron.ts';
import { CACHE } from './paths.ts';

/** `pinned` is the one the product ships; `legacy` (Electron 22) stands in for it in tests where that cannot be had. */
export type Electron = { readonly kind: 'pinned' | 'legacy'; readonly executable: string };

const DOWNLOAD_LIMIT_MS = 5 * 60_000;
/** A machine that could not reach the download an hour ago is not asked again at every run. */
const RETRY_AFTER_MS = 60 * 60_000;

/** The pinned Electron, fetched where it is missing; null where it cannot be had. */
export async function ensurePinnedElectron(): Promise<Electron | null> {
  const present = pinnedExecutable();
  if (present !== null) return { kind: 'pinned', executable: present };
  const failed = path.join(CACHE, 'electron-download-failed');
  if (existsSync(failed) && Date.now() - statSync(failed).mtimeMs < RETRY_AFTER_MS) return null;
  say('Fetching Electron');
  const install = fromRoot('node_modules/electron/install.js');
  const { output } = await run(process.execPath, [install], { limitMs: DOWNLOAD_LIMIT_MS, output: 'keep' });
  const fetched = pinnedExecutable();
  if (fetched !== null) return { kind: 'pinned', executable: fetched };
  const reason =
    output
      .trim()
      .split('\n')
      .find((line) => line.trim() !== '') ?? 'no reason given';
  say(`Electron cannot be fetched here (${reason.trim()})`);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(failed, reason);
  return null;
}

/** An Electron for tests: the pinned one, else Electron 22; null where neither can be had. */
export async function ensureTestElectron(): Promise<Electron | null> {
  const pinned = await ensurePinnedElectron();
  if (pinned !== null) return pinned;
  const executable = await ensureLegacyElectron();
  return executable === null ? null : { kind: 'legacy', executable };
}

function pinnedExecutable(): string | null {
  const folder = fromRoot('node_modules/electron');
  const pointer = path.join(folder, 'path.txt');
  if (!existsSync(pointer)) return null;
  const executable = path.join(folder, 'dist', readFileSync(pointer, 'utf8'));
  return existsSync(executable) ? executable : null;
}
