import type { Preferences } from '../../shared/contract/app.ts';

export type Theme = Preferences['theme'];

/**
 * The theme is kept with the other preferences by the core. This copy only spares the eye: it is read before the core
 * answers, so that a dark window does not flash white.
 */
const KEY = 'conduktor:theme';

/** Sets the scheme on the document from the copy of the last start; follows the system where there is none. */
export function paintRememberedTheme(root: HTMLElement, storage: Pick<Storage, 'getItem'>): void {
  const remembered = storage.getItem(KEY);
  const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  const scheme = remembered === 'light' || remembered === 'dark' ? remembered : systemIsDark ? 'dark' : 'light';
  root.setAttribute('data-mantine-color-scheme', scheme);
}

/** Leaves the copy for the next start. */
export function rememberTheme(theme: Theme, storage: Pick<Storage, 'setItem'>): void {
  storage.setItem(KEY, theme);
}
