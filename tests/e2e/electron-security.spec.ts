import { expect, test } from './fixtures.ts';

test('no window opens and no navigation happens @securityTest no-windows-no-navigation', async ({ launch }) => {
  const { page, electron } = await launch();
  const home = page.url();
  const targets = [
    'https://example.com/',
    'http://127.0.0.1:1/',
    'file:///etc/passwd',
    'data:text/html,x',
    'app://elsewhere/',
  ];
  for (const target of targets) {
    await page.evaluate((address) => {
      window.open(address);
      const link = document.createElement('a');
      link.href = address;
      document.body.append(link);
      link.click();
      link.target = '_blank';
      link.click();
      link.remove();
      window.location.href = address;
    }, target);
  }
  await page.waitForTimeout(500);
  expect(page.url()).toBe(home);
  expect(await electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('every window is sandboxed and isolated @securityTest web-preferences', async ({ launch }) => {
  const { electron } = await launch();
  const preferences = await electron?.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = (
        contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
    }),
  );
  expect(preferences).toEqual([
    { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false },
  ]);
});

test('the page is granted no permission but writing to the clipboard @securityTest permissions', async ({ launch }) => {
  const { page } = await launch();
  const states = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
      'persistent-storage',
      'background-sync',
    ];
    return await Promise.all(
      names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
    );
  });
  expect(states.filter((state) => state === 'granted')).toEqual([]);
});
