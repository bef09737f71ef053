import { createHash, generateKeyPairSync } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { seriousIn } from './axe.ts';
import { makeWebCertificates } from '../support/certificates.ts';
import { startTestProxy } from '../support/test-proxy.ts';
import { startUpdateServer, type UpdateServer } from '../support/update-server.ts';
import { expect, test as base } from './fixtures.ts';

/** Updating for real: electron-updater in the packed app, a server on this computer, a file that is replaced. */
const test = base.extend<{ server: UpdateServer }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  server: async ({}, use) => {
    const server = await startUpdateServer();
    await use(server);
    await server.close();
  },
});

/** A program that stands for an AppImage: started once after it took the old one's place, it says so and ends. */
function image(version: string, mark: string): Buffer {
  return Buffer.from(`#!/bin/sh\necho ${version} > '${mark}'\n`);
}

/** As an AppImage's runtime sets it up: the app learns from APPIMAGE where its own file lies. */
async function asAppImage(folder: string, server: UpdateServer) {
  const file = path.join(folder, 'Conduktor.AppImage');
  await writeFile(file, image('0.1.0', path.join(folder, 'started')));
  await chmod(file, 0o755);
  const env = {
    APPIMAGE: file,
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    CONDUKTOR_UPDATE_URL: server.address,
    CONDUKTOR_UPDATE_KEY: server.publicKey,
  };
  return { file, env };
}

async function openUpdates(page: Page) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Updates' }).click();
  const settings = page.getByRole('region', { name: 'Updates' });
  return { settings, check: settings.getByRole('button', { name: 'Check now' }) };
}

test('an update is found, fetched, and in place after the app is quit', async ({ launch, configFolder, server }) => {
  const { file, env } = await asAppImage(configFolder, server);
  const next = image('9.0.0', path.join(configFolder, 'started'));
  server.offer({ version: '9.0.0', file: 'Conduktor-9.0.0.AppImage', content: next });
  const app = await launch({ env });
  const { settings, check } = await openUpdates(app.page);
  await expect(check).toBeEnabled();
  // Nothing was asked before somebody asked for it.
  expect(server.asked).toEqual([]);
  expect(await seriousIn(app.page)).toEqual([]);
  await check.click();
  await expect(settings).toContainText('Version 9.0.0 is there');
  expect(server.asked.map(({ path: asked }) => asked)).toEqual(['/latest-linux.yml']);
  // No id of this installation goes along.
  expect(JSON.stringify(server.asked)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  await app.page.screenshot({ path: test.info().outputPath('updates.png') });
  await settings.getByRole('button', { name: 'Fetch it' }).click();
  await expect(settings).toContainText('Version 9.0.0 is here and checked');
  expect(await readFile(file)).not.toEqual(next);
  await app.close();
  await expect.poll(() => readFile(path.join(configFolder, 'started'), 'utf8').catch(() => '')).toBe('9.0.0\n');
  const placed = await Promise.all(
    [file, path.join(configFolder, 'Conduktor-9.0.0.AppImage')].map((each) => readFile(each).catch(() => null)),
  );
  expect(placed.some((content) => content?.equals(next))).toBe(true);
});

test('a file that is not the signed one is thrown away @securityTest update-checksum', async ({
  launch,
  configFolder,
  server,
}) => {
  const { file, env } = await asAppImage(configFolder, server);
  const before = await readFile(file);
  const sha512 = createHash('sha512').update('what was signed').digest('base64');
  const content = image('9.0.0', path.join(configFolder, 'started'));
  server.offer({ version: '9.0.0', file: 'Conduktor-9.0.0.AppImage', content, sha512 });
  const app = await launch({ env });
  const { settings, check } = await openUpdates(app.page);
  await check.click();
  await settings.getByRole('button', { name: 'Fetch it' }).click();
  await expect(settings.getByRole('alert')).toContainText('not the one that was signed');
  await app.close();
  expect(await readFile(file)).toEqual(before);
  expect(await readFile(path.join(configFolder, 'started'), 'utf8').catch(() => 'never')).toBe('never');
});

test('what is not signed by the makers, is not newer, or comes from a server that is gone is told @securityTest update-signature', async ({
  launch,
  configFolder,
  server,
}) => {
  const { env } = await asAppImage(configFolder, server);
  const { page } = await launch({ env });
  const { settings, check } = await openUpdates(page);
  const update = { file: 'Conduktor.AppImage', content: Buffer.from('x') };
  const refused = settings.getByRole('alert');
  for (const key of [null, generateKeyPairSync('ed25519').privateKey]) {
    server.offer({ ...update, version: '9.0.0', key });
    await check.click();
    await expect(refused).toContainText('not signed by the makers');
    await expect(settings.getByRole('button', { name: 'Fetch it' })).toHaveCount(0);
    server.offer({ ...update, version: '0.0.9' });
    await check.click();
    await expect(settings).toContainText('This is the newest version');
  }
  expect(server.asked.filter(({ path: asked }) => asked !== '/latest-linux.yml')).toEqual([]);
  server.offer({ ...update, version: 'not a version' });
  await check.click();
  await expect(settings).toContainText(/newest version|not with a version/);
  await server.close();
  await check.click();
  await expect(refused).toContainText('refuses the connection');
});

test('an update comes by the proxy and the certificates of Settings, and the list of contacts shows it @securityTest update-own-way', async ({
  launch,
  configFolder,
}) => {
  const certificates = makeWebCertificates();
  const server = await startUpdateServer(certificates.server);
  const proxy = await startTestProxy({ auth: 'ann:secret-of-the-proxy' });
  const { env } = await asAppImage(configFolder, server);
  const next = image('9.0.0', path.join(configFolder, 'started'));
  server.offer({ version: '9.0.0', file: 'Conduktor-9.0.0.AppImage', content: next });
  const { page, close } = await launch({ env });
  try {
    const { settings, check } = await openUpdates(page);
    const openSection = (name: string) =>
      page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name, exact: true }).click();
    // Twin: as the app is at first, nobody vouches for this server, and nothing is fetched.
    await check.click();
    await expect(settings.getByRole('alert')).toContainText('is not trusted here');
    expect(server.asked).toEqual([]);

    await openSection('Network');
    await page.getByText('Manual', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill(`127.0.0.1:${proxy.port}`);
    await page.getByRole('textbox', { name: 'No proxy for' }).fill('<-loopback>');
    await page.getByText('PEM text', { exact: true }).click();
    await page.getByRole('textbox', { name: 'PEM text' }).fill(certificates.ca);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await openSection('Updates');
    await check.click();
    await expect(settings.getByRole('alert')).toContainText('asks for a user name and a password');

    await openSection('Network');
    await page.getByRole('textbox', { name: 'User name' }).fill('ann');
    await page.getByLabel('Password', { exact: true }).fill('secret-of-the-proxy');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await openSection('Updates');
    await check.click();
    await expect(settings).toContainText('Version 9.0.0 is there');
    await settings.getByRole('button', { name: 'Fetch it' }).click();
    await expect(settings).toContainText('Version 9.0.0 is here and checked');
    const place = new URL(server.address).host;
    expect(proxy.asked.filter((each) => each === `CONNECT ${place}`).length).toBeGreaterThan(0);
    expect(server.asked.map(({ path: asked }) => asked)).toEqual(['/latest-linux.yml', '/Conduktor-9.0.0.AppImage']);
    await openSection('Network');
    const row = page
      .getByRole('grid', { name: 'Network activity' })
      .getByRole('row')
      .filter({ hasText: 'via 127.0.0.1' });
    await expect(row.filter({ hasText: 'updates of the product' })).toContainText(place);
  } finally {
    await close();
    await proxy.close();
    await server.close();
  }
});

test('a copy that nobody told of a server asks none, and says so', async ({ launch }) => {
  const { page } = await launch();
  const { settings, check } = await openUpdates(page);
  await expect(check).toBeDisabled();
  await expect(settings).toContainText('none');
});
