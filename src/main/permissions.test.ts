import { expect, it } from 'vitest';
import { isPermissionAllowed } from './permissions.ts';

const PAGE = 'app://conduktor';
const KINDS = [
  'clipboard-read',
  'display-capture',
  'mediaKeySystem',
  'geolocation',
  'notifications',
  'midi',
  'midiSysex',
  'pointerLock',
  'keyboardLock',
  'fullscreen',
  'openExternal',
  'window-management',
  'media',
  'hid',
  'serial',
  'usb',
  'idle-detection',
  'storage-access',
  'speaker-selection',
  'fileSystem',
  'unknown',
];

it.each(KINDS)('the permission %s is refused to our own page @securityTest permissions', (kind) => {
  expect(isPermissionAllowed(kind, `${PAGE}/`, PAGE)).toBe(false);
});

it('lets only our page write text to the clipboard', () => {
  expect(isPermissionAllowed('clipboard-sanitized-write', `${PAGE}/`, PAGE)).toBe(true);
  expect(isPermissionAllowed('clipboard-sanitized-write', PAGE, PAGE)).toBe(true);
  expect(isPermissionAllowed('clipboard-sanitized-write', 'app://conduktor.evil/', PAGE)).toBe(false);
  expect(isPermissionAllowed('clipboard-sanitized-write', '', PAGE)).toBe(false);
});
