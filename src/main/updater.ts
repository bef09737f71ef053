import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AppUpdater, UpdateInfo } from 'electron-updater';
import type { UpdateEngine, UpdateOffer, UpdateProgress } from '../core/updates/index.ts';
import { PRODUCT } from '../shared/product.ts';
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
    async check(address) {
      updater ??= load(options, address);
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
      await fetchUpdate(await updater, { onProgress, signal, token: new CancellationToken() });
    },
  };
}

type Fetching = {
  readonly onProgress: (progress: UpdateProgress) => void;
  readonly signal: AbortSignal;
  readonly token: InstanceType<typeof import('electron-updater').CancellationToken>;
};

async function fetchUpdate(updater: AppUpdater, { onProgress, signal, token }: Fetching): Promise<void> {
  const tell = ({ transferred, total }: { transferred: number; total: number }) =>
    onProgress({ received: transferred, total });
  const cancel = () => token.cancel();
  updater.on('download-progress', tell);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await updater.downloadUpdate(token);
  } catch (error) {
    throw updateError(error, null);
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
  for (const kind of ['deb', 'rpm'] as const) {
    if (packageType(resources) === kind) return kind;
  }
  return env['APPIMAGE'] === undefined ? null : 'AppImage';
}
