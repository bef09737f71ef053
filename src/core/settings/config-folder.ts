import { posix, win32 } from 'node:path';
import { PRODUCT } from '../../shared/product.ts';

export type ConfigFolderInput = {
  /** `process.platform`. */
  readonly platform: string;
  /** The user's home folder, absolute. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/**
 * The one folder that holds everything the user configures (PRODUCT.md §1). Spelled out rather than left to a package:
 * the usual ones answer with another folder on macOS and add a level on Windows.
 */
export function configFolder({ platform, home, env }: ConfigFolderInput): string {
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', PRODUCT.folder);
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'];
    const root = local !== undefined && win32.isAbsolute(local) ? local : win32.join(home, 'AppData', 'Local');
    return win32.join(root, PRODUCT.folder, PRODUCT.folder);
  }
  // The XDG Base Directory specification: an empty or relative value counts as not set.
  const xdg = env['XDG_CONFIG_HOME'];
  const root = xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.config');
  return posix.join(root, PRODUCT.folder);
}
