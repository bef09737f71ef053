import type { HostKind } from '../support/hosts.ts';

/**
 * Which spec runs on which host, without its `.spec.ts`. The page is the same on all of them and is tried in Chromium;
 * Electron has what the host adds to it (keys, proxies, mail, reports, what stays behind), and the packed application
 * the shell's walls, every connection, and the whole path once.
 */
export const SPECS: Readonly<Record<HostKind, ReadonlyArray<string>>> = {
  chromium: [
    'access',
    'canaries',
    'console-host',
    'egress',
    'find',
    'hostile',
    'login',
    'network',
    'offline',
    'path',
    'security',
    'settings',
    'support',
    'telemetry',
  ],
  electron: [
    'canaries',
    'electron-desktop',
    'electron-keyring',
    'electron-reports',
    'login',
    'network',
    'offline',
    'settings',
    'support',
    'telemetry',
  ],
  packaged: [
    'egress',
    'electron-security',
    'packaged-fuses',
    'packaged-install',
    'packaged-ipc-fuzz',
    'packaged-links',
    'packaged-privacy',
    'packaged-shell',
    'packaged-updates',
    'path',
    'security',
  ],
};
