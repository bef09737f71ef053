import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import type { OpenApp } from '../support/hosts.ts';
import { startTestProxy } from '../support/test-proxy.ts';
import { seriousIn } from './axe.ts';
import { expect, test } from './fixtures.ts';

/** The Network section on every host, with a real proxy and a real server behind a name that only the proxy knows. */
const NAME = 'http://behind-the-proxy.test/';

let server: Server;
let port: number;

test.beforeEach(async () => {
  server = createServer((_request, response) => response.end('there'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
test.afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function openSection(page: Page): Promise<void> {
  await expect(page.getByText('No clusters yet')).toBeVisible();
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: 'Network', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Network activity' })).toBeVisible();
}

async function tryProxy(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Try these settings with' }).fill(NAME);
  await page.getByRole('button', { name: 'Try', exact: true }).click();
}

/** Sets the system's proxy as far as each host has one: Electron asks Chromium, the console host its environment. */
async function setSystemProxy(app: OpenApp, proxyPort: number): Promise<void> {
  await app.electron?.evaluate(async ({ session }, to) => {
    const pac = `function FindProxyForURL(url, host) { return host === 'behind-the-proxy.test' ? 'PROXY 127.0.0.1:${to}; DIRECT' : 'DIRECT'; }`;
    const script = `data:application/x-ns-proxy-autoconfig;base64,${Buffer.from(pac).toString('base64')}`;
    await session.defaultSession.setProxy({ mode: 'pac_script', pacScript: script });
  }, proxyPort);
}

test('the system’s proxy is found and used, by a PAC file where there is one', async ({ launch }) => {
  const proxy = await startTestProxy({ places: { 'behind-the-proxy.test:80': port } });
  const app = await launch({ env: { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` } });
  try {
    await setSystemProxy(app, proxy.port);
    await openSection(app.page);
    await tryProxy(app.page);
    await expect(app.page.getByText(`through the proxy 127.0.0.1:${proxy.port}`)).toBeVisible();
    expect(proxy.asked).toEqual([`GET ${NAME}`]);
  } finally {
    await app.close();
    await proxy.close();
  }
});

test('a proxy by hand: its password is asked for, kept out of sight, and the rest there at the next start', async ({
  launch,
}) => {
  const proxy = await startTestProxy({
    auth: 'user:secret-of-the-proxy',
    places: { 'behind-the-proxy.test:80': port },
  });
  const app = await launch();
  try {
    const { page } = app;
    await openSection(page);
    await expect(page.getByRole('grid', { name: 'Network activity' }).getByText('login').first()).toBeVisible();
    await page.getByText('Manual', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill('socks5://127.0.0.1:1080');
    await expect(page.getByText(/An address is written as/)).toBeVisible();
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill(`127.0.0.1:${proxy.port}`);
    await tryProxy(page);
    await expect(page.getByText('asks for a user name and a password')).toBeVisible();
    await page.getByRole('textbox', { name: 'User name' }).fill('user');
    await page.getByLabel('Password', { exact: true }).fill('secret-of-the-proxy');
    await tryProxy(page);
    await expect(page.getByText('behind-the-proxy.test was reached through the proxy')).toBeVisible();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    const activity = page.getByRole('grid', { name: 'Network activity' });
    await expect(activity.getByRole('row').filter({ hasText: 'your proxy' })).toBeVisible();
    await expect(activity.getByRole('row').filter({ hasText: 'a test you started' })).toContainText('via 127.0.0.1');
    expect(await seriousIn(page), 'with rows and the form open').toEqual([]);
    expect(await page.content()).not.toContain('secret-of-the-proxy');

    await page.getByRole('textbox', { name: 'Filter hosts' }).fill('behind');
    await expect(activity.getByRole('row').filter({ hasText: 'your proxy' })).toBeHidden();
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await expect.poll(() => app.readClipboard()).toContain('behind-the-proxy.test:80 via 127.0.0.1');
    await page.getByRole('button', { name: 'Clear the filter' }).first().click();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect(activity.getByRole('row').filter({ hasText: 'a test you started' })).toBeHidden();
  } finally {
    await app.close();
  }
  const again = await launch();
  try {
    await openSection(again.page);
    await expect(again.page.getByRole('textbox', { name: 'Address', exact: true })).toHaveValue(
      `127.0.0.1:${proxy.port}`,
    );
  } finally {
    await again.close();
    await proxy.close();
  }
});
