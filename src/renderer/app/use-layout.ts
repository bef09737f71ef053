import { useCallback } from 'react';
import { useApp, usePreferences } from './context.tsx';

export type Layout = Readonly<Record<string, number>>;
const NO_LAYOUT: Layout = {};

/**
 * Remembered numbers of a table or split by its name (column widths in pixels, split sizes in per cent), and how to
 * change some of them. Kept with the preferences.
 */
export function useLayout(name: string): readonly [Layout, (change: Layout) => void] {
  const { preferences } = useApp();
  const layout = usePreferences((current) => current.layout[name] ?? NO_LAYOUT);
  const change = useCallback(
    (values: Layout) =>
      preferences.getState().update((current) => ({
        layout: { ...current.layout, [name]: { ...current.layout[name], ...values } },
      })),
    [preferences, name],
  );
  return [layout, change];
}
