import { startConsoleHost } from '../lib/console-host.ts';
import { ensurePinnedElectron } from '../lib/electron.ts';
import { reasonOf, say } from '../lib/log.ts';
import { fromRoot } from '../lib/paths.ts';
import { findProgram } from '../lib/programs.ts';
import { run, start, stop } from '../lib/processes.ts';

/** The application on screen. */
export type Shown = {
  /** Resolves when the user has quit it. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
};

const CLOSE_LIMIT_MS = 25_000;

/** The desktop application; null where no Electron can be had or there is no screen to show it on. */
export async function openInElectron(env: NodeJS.ProcessEnv): Promise<Shown | null> {
  const hasScreen =
    process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '';
  const electron = hasScreen ? await ensurePinnedElectron() : null;
  if (electron === null) return null;
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = start(electron.executable, [fromRoot(), ...asRoot], { env: { ...process.env, ...env } });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  say('Conduktor is open');
  return { ended, close: () => stop(child, CLOSE_LIMIT_MS) };
}

/** The same page in the browser, served by the console host. */
export async function openInBrowser(env: NodeJS.ProcessEnv): Promise<Shown> {
  const host = await startConsoleHost(env);
  say('Conduktor is at this address (it works once, on this computer only):');
  console.log(`\n  ${host.url}\n`);
  await openBrowser(host.url).catch((error: unknown) => say(`Open it yourself: ${reasonOf(error)}`));
  return { ended: host.ended, close: host.close };
}

async function openBrowser(url: string): Promise<void> {
  if (process.platform === 'darwin') {
    await run('open', [url], { limitMs: 10_000, output: 'keep' });
  } else if (process.platform === 'win32') {
    await run('rundll32', ['url.dll,FileProtocolHandler', url], { limitMs: 10_000, output: 'keep' });
  } else if ((process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '') {
    const opener = findProgram({ names: ['xdg-open'], packages: [] });
    if (opener !== null) start(opener, [url], {}).unref();
  }
}
