// The product's own packing, with what a test needs: a door for Playwright, and Electron 22 where 45 cannot be had.
const { readFileSync, rmSync } = require('node:fs');
const path = require('node:path');
const { load } = require('js-yaml');

const root = path.resolve(__dirname, '../..');
const read = (name) => load(readFileSync(path.join(root, name), 'utf8'));
const { extends: _base, linux, ...forLinux } = read('electron-builder.linux.yml');
const common = read('electron-builder.yml');
const base = { ...common, ...forLinux, linux: { ...common.linux, ...linux } };
const isLegacy = process.env.CONDUKTOR_TEST_ELECTRON === 'legacy';
// This fuse is younger than Electron 22.
const { grantFileProtocolExtraPrivileges: _tooNew, ...fusesOf22 } = base.electronFuses;

module.exports = {
  ...base,
  directories: { ...base.directories, output: 'release-e2e' },
  // A package that is thrown away after the test need not be small.
  deb: { ...base.deb, compression: 'gz' },
  electronFuses: { ...(isLegacy ? fusesOf22 : base.electronFuses), enableNodeCliInspectArguments: true },
  ...(isLegacy
    ? {
        electronDist: path.join(root, '.cache/electron-22'),
        electronVersion: '22.3.25',
        // The runner that lets tests start a folder is no part of a packed application.
        afterPack: ({ appOutDir }) => rmSync(path.join(appOutDir, 'resources/app'), { recursive: true, force: true }),
        extraMetadata: { main: 'e2e/boot.cjs' },
        extraResources: base.extraResources.map((each) => ({
          ...each,
          from: each.from.replace('dist/', 'dist-legacy/'),
        })),
        files: [
          ...base.files.map((pattern) => pattern.replace('dist/', 'dist-legacy/')),
          { from: 'tests/support/shim', to: 'e2e', filter: ['boot.cjs'] },
          { from: '.cache/e2e', to: 'e2e', filter: ['prelude.cjs'] },
        ],
      }
    : {}),
};
