import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { session } from 'electron';
import type { AppUpdater, CancellationToken, UpdateInfo } from 'electron-updater';
import type { UpdateEngine, UpdateFetch, UpdateOffer, UpdateProgress } from '../core/updates/index.ts';
import { PRODUCT } from '../shared/product.ts';
import { createUpdateExecutor } from './update-executor.ts';
import { updateError } from './updater-error.ts';

export type UpdaterOptions = {
  /** Where Electron keeps its own files. */
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  readonly resources: string;
  readonly env: NodeJS.ProcessEnv;
};

const SENTENCES = {
  AppImage: 'This copy is an AppImage: the new file takes its place when you quit.',
  deb: 'This copy is a Debian package: the new one is installed when you quit; the system asks for an administrator.',
  rpm: 'This copy is an RPM package: the new one is installed when you quit; the system asks for an administrator.',
  darwin: 'The new version is installed when you quit, if macOS finds on it the signature of this one.',
  win32: 'The new version is installed when you quit; Windows asks for an administrator.',
} as const;

/** electron-updater behind the core's port. It is loaded when the user first asks for an update, not before. */
export function createUpdateEngine(options: UpdaterOptions): UpdateEngine {
  const kind = kindOf(options);
  let updater: Promise<AppUpdater> | null = null;
  let asked = '';
  if (kind === null) {
    return {
      canInstall: false,
      sentence: 'This copy was unpacked by hand and cannot replace itself: unpack the new version over it.',
      check: () => Promise.reject(new Error('This copy cannot update itself.')),
      download: () => Promise.reject(new Error('This copy cannot update itself.')),
    };
  }
  return {
    canInstall: true,
    sentence: SENTENCES[kind],
    async check(address, fetch) {
      asked = address;
      updater ??= load(options, address, fetch);
      try {
        const found = await (await updater).checkForUpdates();
        if (found === null) throw new Error('electron-updater finds no way to update this copy');
        return toOffer(found.updateInfo);
      } catch (error) {
        throw updateError(error, address);
      }
    },
    async download(onProgress, signal) {
      if (updater === null) throw new Error('Nothing was checked.');
      const { CancellationToken } = await import('electron-updater');
      await fetchUpdate(await updater, { onProgress, signal, token: new CancellationToken() }).catch(
        (error: unknown) => {
          throw updateError(error, asked);
        },
      );
    },
  };
}

type Fetching = {
  readonly onProgress: (progress: UpdateProgress) => void;
  readonly signal: AbortSignal;
  readonly token: CancellationToken;
};

async function fetchUpdate(updater: AppUpdater, { onProgress, signal, token }: Fetching): Promise<void> {
  const tell = ({ transferred, total }: { transferred: number; total: number }) =>
    onProgress({ received: transferred, total });
  const cancel = () => token.cancel();
  updater.on('download-progress', tell);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await updater.downloadUpdate(token);
  } finally {
    updater.off('download-progress', tell);
    signal.removeEventListener('abort', cancel);
  }
}

/** How this copy came to be; null where it was neither installed by a package nor is one. */
function kindOf({ platform, isPackaged, resources, env }: UpdaterOptions): keyof typeof SENTENCES | null {
  if (!isPackaged) return null;
  if (platform === 'darwin' || platform === 'win32') return platform;
  if (platform !== 'linux') return null;
  // Packages leave their kind in the resources; an AppImage is told by its runtime where its file lies.
  const mark = path.join(resources, 'package-type');
  const kind = existsSync(mark) ? readFileSync(mark, 'utf8').trim() : '';
  if (kind === 'deb' || kind === 'rpm') return kind;
  return env['APPIMAGE'] === undefined ? null : 'AppImage';
}

async function load({ folder }: UpdaterOptions, address: string, fetch: UpdateFetch): Promise<AppUpdater> {
  const { autoUpdater } = await import('electron-updater');
  goOutBy(autoUpdater, fetch);
  // It reads where to ask from a file that installers usually carry; ours may be pointed elsewhere, so it is written here.
  const file = path.join(folder, 'update-source.yml');
  await mkdir(folder, { recursive: true });
  const source = { provider: 'generic', url: address, updaterCacheDirName: `${PRODUCT.folder}-updates` };
  await writeFile(file, JSON.stringify(source));
  autoUpdater.updateConfigPath = file;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.allowDowngrade = false;
  autoUpdater.allowPrerelease = false;
  autoUpdater.disableWebInstaller = true;
  autoUpdater.disableDifferentialDownload = true;
  autoUpdater.logger = null;
  // Some users first would need an id of this installation. We tell none (update-executor.ts), so all are first.
  autoUpdater.isUserWithinRollout = () => true;
  // Without a listener its event would be thrown; the call that failed rejects as well.
  autoUpdater.on('error', () => undefined);
  return autoUpdater;
}

/** The session electron-updater would ask with; its name is part of that library (electronHttpExecutor). */
const UPDATER_SESSION = 'electron-updater';

/**
 * It asks by a session of Electron, which knows nothing of the user's proxy and certificates. What it asks by is no public
 * part of it, so a version without it is refused, and the session leads nowhere whatever becomes of that part.
 */
function goOutBy(updater: AppUpdater, fetch: UpdateFetch): void {
  if (!('httpExecutor' in updater)) throw new Error('electron-updater does not ask by its httpExecutor any more.');
  updater.httpExecutor = createUpdateExecutor(fetch);
  session
    .fromPartition(UPDATER_SESSION, { cache: false })
    .webRequest.onBeforeRequest((_details, answer) => answer({ cancel: true }));
}

function toOffer(info: UpdateInfo): UpdateOffer {
  const { signature } = info as UpdateInfo & { readonly signature?: unknown };
  return {
    version: info.version,
    files: info.files.map(({ url, sha512, size }) => ({ url, sha512, size: size ?? null })),
    signature: typeof signature === 'string' ? signature : null,
  };
}
