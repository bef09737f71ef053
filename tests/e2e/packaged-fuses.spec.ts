import { readFileSync } from 'node:fs';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { load } from 'js-yaml';
import { ensureTestElectron } from '../../scripts/lib/electron.ts';
import { fromRoot } from '../../scripts/lib/paths.ts';
import { expect, test } from './fixtures.ts';

test('the fuses of the packed binary are as the configuration says @securityTest fuses', async ({ launch }) => {
  const { electron } = await launch();
  expect(await electron?.evaluate(({ app }) => app.isPackaged)).toBe(true);
  expect(await electron?.evaluate(({ app }) => app.getAppPath().endsWith('app.asar'))).toBe(true);
  const wire = await getCurrentFuseWire(fromRoot('release-e2e/linux-unpacked/conduktor'));
  const off = [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable];
  const on = [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ];
  expect(off.map((fuse) => wire[fuse])).toEqual(off.map(() => FuseState.DISABLE));
  expect(on.map((fuse) => wire[fuse])).toEqual(on.map(() => FuseState.ENABLE));
  // The twin: an Electron as it comes is not so.
  const stock = await ensureTestElectron();
  const asItComes = await getCurrentFuseWire(stock?.executable ?? '');
  expect(off.filter((fuse) => asItComes[fuse] === FuseState.DISABLE)).toEqual([]);
  expect(on.filter((fuse) => asItComes[fuse] === FuseState.ENABLE)).toEqual([]);
});

test('the product’s own packing opens no door for a debugger @securityTest fuses', () => {
  // The packed app of the tests differs in this one fuse: Playwright comes in by it.
  const { electronFuses } = load(readFileSync(fromRoot('electron-builder.yml'), 'utf8')) as {
    electronFuses: Record<string, boolean>;
  };
  expect(electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});
