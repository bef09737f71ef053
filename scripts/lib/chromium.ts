import { existsSync } from 'node:fs';
import { ensureProgram, findProgram, PROGRAMS } from './programs.ts';

const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** A Chromium-based browser, installed where that is possible; null (said aloud) where there is none. */
export async function ensureChromium(): Promise<string | null> {
  const given = process.env['CHROMIUM'];
  if (given !== undefined && existsSync(given)) return given;
  if (process.platform === 'darwin' && existsSync(MAC)) return MAC;
  return findProgram(PROGRAMS.chromium) ?? (await ensureProgram(PROGRAMS.chromium));
}
