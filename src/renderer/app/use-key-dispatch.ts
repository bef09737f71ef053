import { useEffect } from 'react';
import { activeCommands } from '../state/commands.ts';
import { isTyping, matchesKey, usableKeys } from '../ui/keys.ts';
import type { ViewState } from '../state/view.ts';
import { useApp } from './context.tsx';
import { noteCommand } from './noted.ts';

/** Runs the command whose key was pressed, unless a dialog is open or a plain key belongs to what is being typed. */
export function useKeyDispatch(): void {
  const { commands, host, platform, view, note } = useApp();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing || isCovered(view.getState())) return;
      const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
      if (!hasModifier && isTyping(event.target)) return;
      const command = activeCommands(commands.getState().sets).findLast((each) =>
        usableKeys(each.keys ?? [], host).some((key) => matchesKey(event, key, platform)),
      );
      if (command === undefined) return;
      event.preventDefault();
      noteCommand(note, command.id, 'key');
      command.run();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands, host, platform, view, note]);
}

function isCovered({ dialog, support }: ViewState): boolean {
  return dialog !== null || support !== null;
}
