import { expect, it } from 'vitest';
import { configFolder } from './config-folder.ts';

it.each([
  ['macOS', 'darwin', '/Users/ann', {}, '/Users/ann/Library/Application Support/conduktor'],
  [
    'macOS, whatever XDG says',
    'darwin',
    '/Users/ann',
    { XDG_CONFIG_HOME: '/x' },
    '/Users/ann/Library/Application Support/conduktor',
  ],
  ['Windows', 'win32', 'C:\\Users\\ann', { LOCALAPPDATA: 'D:\\Local' }, 'D:\\Local\\conduktor\\conduktor'],
  [
    'Windows without LOCALAPPDATA',
    'win32',
    'C:\\Users\\ann',
    {},
    'C:\\Users\\ann\\AppData\\Local\\conduktor\\conduktor',
  ],
  [
    'Windows with LOCALAPPDATA empty',
    'win32',
    'C:\\Users\\ann',
    { LOCALAPPDATA: '' },
    'C:\\Users\\ann\\AppData\\Local\\conduktor\\conduktor',
  ],
  [
    'Windows with a profile on a share',
    'win32',
    '\\\\srv\\ann',
    {},
    '\\\\srv\\ann\\AppData\\Local\\conduktor\\conduktor',
  ],
  ['Linux', 'linux', '/home/ann', {}, '/home/ann/.config/conduktor'],
  ['Linux with XDG_CONFIG_HOME', 'linux', '/home/ann', { XDG_CONFIG_HOME: '/cfg' }, '/cfg/conduktor'],
  ['Linux with XDG_CONFIG_HOME empty', 'linux', '/home/ann', { XDG_CONFIG_HOME: '' }, '/home/ann/.config/conduktor'],
  [
    'Linux with a relative XDG_CONFIG_HOME, which the specification says to ignore',
    'linux',
    '/home/ann',
    { XDG_CONFIG_HOME: 'cfg' },
    '/home/ann/.config/conduktor',
  ],
  ['another Unix', 'freebsd', '/home/ann', {}, '/home/ann/.config/conduktor'],
] as const)('the settings are in the folder the product promises on %s @securityTest config-folder', (...row) => {
  const [, platform, home, env, expected] = row;
  expect(configFolder({ platform, home, env })).toBe(expected);
});
