import { useSyncExternalStore } from 'react';
import type { Theme } from '../ui/color-scheme.ts';

/** Light or dark: the choice, or what the system says while the choice is to follow it. */
export function useResolvedScheme(theme: Theme): 'light' | 'dark' {
  const systemIsDark = useSyncExternalStore(subscribe, isSystemDark);
  if (theme !== 'system') return theme;
  return systemIsDark ? 'dark' : 'light';
}

const DARK = '(prefers-color-scheme: dark)';

function isSystemDark(): boolean {
  return window.matchMedia(DARK).matches;
}

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
