import { expect, type Page } from '@playwright/test';
import { answerSignInPage, type Credentials } from '../../scripts/identity/index.ts';
import type { OpenApp } from './hosts.ts';

export function signInScreen(page: Page) {
  return {
    screen: page.getByRole('region', { name: 'Sign in to Conduktor' }),
    waiting: page.getByRole('region', { name: 'Go on in your browser' }),
    button: page.getByRole('button', { name: 'Sign in', exact: true }),
    create: page.getByRole('button', { name: 'Create account' }),
    address: page.getByRole('textbox', { name: 'Address of the sign-in page' }),
  };
}

/** Waits until the app knows whether somebody is signed in; true where somebody is. */
export async function isSignedIn(page: Page): Promise<boolean> {
  await expect(page.locator('main')).toHaveAttribute('aria-busy', 'false', { timeout: 30_000 });
  const { screen } = signInScreen(page);
  await expect(screen.or(page.getByRole('region', { name: /^Clusters/ })).first()).toBeVisible();
  return !(await screen.isVisible());
}

/** Keeps the desktop app from opening this machine's browser; what it would have opened is told. */
export async function withoutBrowser<T>({ electron }: OpenApp, work: () => Promise<T>): Promise<T> {
  await electron?.evaluate(({ shell }) => {
    Object.assign(globalThis, { openExternalBefore: shell.openExternal, openedPages: [] });
    shell.openExternal = (url) =>
      Promise.resolve(void (globalThis as unknown as { openedPages: string[] }).openedPages.push(url));
  });
  try {
    return await work();
  } finally {
    await electron?.evaluate(({ shell }) => {
      const { openExternalBefore } = globalThis as unknown as { openExternalBefore: typeof shell.openExternal };
      shell.openExternal = openExternalBefore;
    });
  }
}

/** Signs in as a person would, but that the sign-in page is answered by HTTP instead of in a browser. */
export async function signIn(app: OpenApp, person: Credentials): Promise<void> {
  const { page } = app;
  if (await isSignedIn(page)) return;
  const { button, address, waiting, screen } = signInScreen(page);
  await withoutBrowser(app, async () => {
    await button.click();
    // The demo account is there: without its name nothing is registered.
    await answerSignInPage(await address.inputValue(), { email: person.email, password: person.password });
    await expect(waiting).toBeHidden();
    await expect(screen).toBeHidden();
  });
}
