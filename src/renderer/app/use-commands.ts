import { useEffect } from 'react';
import { usableKeys, keyLabel } from '../ui/keys.ts';
import type { Command } from '../state/commands.ts';
import { useApp } from './context.tsx';

/**
 * Offers commands while the component is mounted. Memoise the list: a new list is a new registration.
 * A view that has a filter registers `{ id: 'view.filter', keys: ['mod+f'], … }` to receive Ctrl+F.
 */
export function useCommands(commands: ReadonlyArray<Command>): void {
  const store = useApp().commands;
  useEffect(() => store.getState().register(commands), [store, commands]);
}

/** The label of the first of these keys that works here, or null. */
export function useKeyLabel(keys: ReadonlyArray<string> | undefined): string | null {
  const { host, platform } = useApp();
  const [first] = usableKeys(keys ?? [], host);
  return first === undefined ? null : keyLabel(first, platform);
}
