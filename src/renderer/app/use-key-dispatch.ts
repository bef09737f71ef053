import { useEffect } from 'react';
import { activeCommands } from '../state/commands.ts';
import { isTyping, matchesKey, usableKeys } from '../ui/keys.ts';
import { useApp } from './context.tsx';

/** Runs the command whose key was pressed, unless a dialog is open or a plain key belongs to what is being typed. */
export function useKeyDispatch(): void {
  const { commands, host, platform, view } = useApp();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing || view.getState().dialog !== null) return;
      const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
      if (!hasModifier && isTyping(event.target)) return;
      const command = activeCommands(commands.getState().sets).findLast((each) =>
        usableKeys(each.keys ?? [], host).some((key) => matchesKey(event, key, platform)),
      );
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands, host, platform, view]);
}
