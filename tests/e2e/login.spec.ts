import { chromium, type Browser, type Page } from '@playwright/test';
import { answerSignInPage } from '../../scripts/identity/index.ts';
import { ensureChromium } from '../../scripts/lib/chromium.ts';
import type { OpenApp } from '../support/hosts.ts';
import { isSignedIn, signIn, signInScreen, withoutBrowser } from '../support/sign-in.ts';
import { seriousIn } from './axe.ts';
import { appPage } from './app-page.ts';
import { expect, test } from './fixtures.ts';

/** The address the app gave to the system's browser, or shows where it has none to give it to. */
async function pageToOpen(app: OpenApp): Promise<string> {
  const address = await signInScreen(app.page).address.inputValue();
  if (app.electron !== null) {
    const opened = await app.electron.evaluate(() => (globalThis as unknown as { openedPages: string[] }).openedPages);
    expect(opened).toEqual([address]);
  } else {
    const link = app.page.getByRole('link', { name: 'Open the sign-in page' });
    expect(await link.getAttribute('href')).toBe(address);
  }
  return address;
}

let browser: Browser | null = null;

/** A browser of its own: the app's page never sees what is typed there. */
async function openBrowserPage(url: string): Promise<Page> {
  const executablePath = await ensureChromium();
  if (executablePath === null) throw new Error('No Chromium can be had on this machine.');
  browser ??= await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  return page;
}

test.afterAll(async () => {
  await browser?.close();
  browser = null;
});

test('nothing is open before somebody has signed in @securityTest login-mandatory', async ({ launch }) => {
  const { page } = await launch({ signsIn: false });
  expect(await isSignedIn(page)).toBe(false);
  const { screen, button } = signInScreen(page);
  await expect(screen).toBeVisible();
  await expect(button).toBeFocused();
  await expect(appPage(page).clusters).toHaveCount(0);
  expect(await seriousIn(page)).toEqual([]);
});

test('a new account is made in the browser, and everything is open on trial', async ({ launch }) => {
  const app = await launch({ signsIn: false });
  await isSignedIn(app.page);
  await withoutBrowser(app, async () => {
    const { create, waiting } = signInScreen(app.page);
    await create.click();
    await expect(waiting).toBeVisible();
    expect(await seriousIn(app.page)).toEqual([]);
    const pages = await openBrowserPage(await pageToOpen(app));
    await expect(pages.getByRole('heading', { name: 'Create your account' })).toBeVisible();
    await pages.getByLabel('Name').fill('Grace Hopper');
    await pages.getByLabel('E-mail').fill(`grace-${Date.now()}@example.com`);
    await pages.getByLabel('Password').fill('a long enough one');
    await pages.getByRole('button', { name: 'Create account' }).click();
    await expect(pages.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
    await expect(appPage(app.page).localKafka).toBeVisible();
  });
  await app.page.getByRole('button', { name: 'Settings' }).click();
  await app.page.getByRole('button', { name: 'Account', exact: true }).click();
  const account = app.page.getByRole('region', { name: 'Account' });
  await expect(account.getByText('Grace Hopper')).toBeVisible();
  await expect(account.getByText('Trial of everything, then Free')).toBeVisible();
  await expect(account.getByText(/^14 days left/)).toBeVisible();
  await expect(account.getByRole('row', { name: /Changing ACLs/ })).toContainText('open');
  expect(await seriousIn(app.page)).toEqual([]);
});

test('a wrong password, another answer and a cancelled sign-in sign nobody in @securityTest login-bad-answers', async ({
  launch,
  identity,
}) => {
  const app = await launch({ signsIn: false });
  await isSignedIn(app.page);
  const { button, screen, address } = signInScreen(app.page);
  await withoutBrowser(app, async () => {
    await button.click();
    const url = await pageToOpen(app);
    const pages = await openBrowserPage(url);
    await pages.getByLabel('E-mail').fill(identity.demo.email);
    await pages.getByLabel('Password').fill('not the password');
    await pages.getByRole('button', { name: 'Sign in' }).click();
    await expect(pages.getByRole('alert')).toContainText('wrong');

    // Somebody else's answer is refused and explained; the sign-in goes on.
    const callback = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
    await pages.goto(`${callback.href}?code=stolen&state=guessed`);
    await expect(pages.getByRole('heading', { name: 'This is not the answer that was waited for' })).toBeVisible();

    await app.page.keyboard.press('Escape');
    await expect(screen).toBeVisible();
    await expect
      .poll(() =>
        fetch(callback).then(
          () => 'open',
          () => 'closed',
        ),
      )
      .toBe('closed');

    // And a good one after all that works.
    await button.click();
    const landed = await answerSignInPage(await address.inputValue(), { ...identity.demo, name: undefined } as never);
    expect(landed.status).toBe(200);
    await expect(appPage(app.page).localKafka).toBeVisible();
  });
});

test('signing out closes everything and ends the session at the issuer @securityTest login-sign-out', async ({
  launch,
  identity,
}) => {
  const app = await launch();
  await app.page.getByRole('button', { name: 'Settings' }).click();
  await app.page.getByRole('button', { name: 'Account', exact: true }).click();
  const before = identity.counts['revoked'] ?? 0;
  await app.page.getByRole('button', { name: 'Sign out' }).click();
  await expect(signInScreen(app.page).button).toBeVisible();
  await expect.poll(() => identity.counts['revoked'] ?? 0).toBe(before + 1);
  await app.page.keyboard.press('Escape');
  await expect(signInScreen(app.page).screen).toBeVisible();
  await expect(appPage(app.page).localKafka).toHaveCount(0);
  await signIn(app, identity.demo);
  await expect(appPage(app.page).localKafka).toBeVisible();
});

test('a file that is no licence says so and opens nothing @securityTest licence-file-refused', async ({ launch }) => {
  const { page } = await launch({ signsIn: false });
  await isSignedIn(page);
  await page.getByTestId('licence-file').setInputFiles({
    name: 'licence.jwt',
    mimeType: 'text/plain',
    buffer: Buffer.from('eyJhbGciOiJub25lIn0.eyJsaWNlbmNlIjp7InBsYW4iOiJlbnRlcnByaXNlIn19.'),
  });
  await expect(page.getByRole('alert')).toContainText('licence');
  await expect(signInScreen(page).screen).toBeVisible();
});
