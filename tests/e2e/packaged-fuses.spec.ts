import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
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
});
