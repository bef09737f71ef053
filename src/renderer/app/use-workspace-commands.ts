import { useMemo } from 'react';
import type { Command } from '../state/commands.ts';
import { useApp, useView } from './context.tsx';
import { RAIL, tabTitle } from './registry.tsx';
import { t } from './texts.ts';
import { useCommands } from './use-commands.ts';
import type { TabActions } from './use-tabs.ts';

export const CLOSE_TAB_KEYS: ReadonlyArray<string> = ['mod+w', 'alt+w'];

const NONE: ReadonlyArray<Command> = [];

/** What can be done in any workspace: walk and close tabs, go to places. */
export function useWorkspaceCommands(actions: TabActions, tabCount: number): void {
  const { preferences } = useApp();
  const commands = useMemo<ReadonlyArray<Command>>(() => {
    const tabs = t('shell.groupTabs');
    const places = RAIL.map((place, index) => ({
      id: `place.${place.kind}`,
      label: tabTitle(place),
      group: t('shell.groupPlaces'),
      keys: [`alt+${index + 1}`],
      run: () => actions.open(place),
    }));
    const numbered = Array.from({ length: Math.min(9, tabCount) }, (_, index) => ({
      id: `tabs.go.${index + 1}`,
      label: t('shell.goToTab', { number: index + 1 }),
      group: tabs,
      keys: [`mod+${index + 1}`],
      keyOnly: true,
      run: () => actions.activate(index),
    }));
    return [
      ...places,
      { id: 'tabs.close', label: t('shell.closeThisTab'), group: tabs, keys: CLOSE_TAB_KEYS, run: actions.closeActive },
      {
        id: 'tabs.next',
        label: t('shell.nextTab'),
        group: tabs,
        keys: ['ctrl+tab', 'alt+pagedown'],
        run: () => actions.cycle(1),
      },
      {
        id: 'tabs.previous',
        label: t('shell.previousTab'),
        group: tabs,
        keys: ['ctrl+shift+tab', 'alt+pageup'],
        run: () => actions.cycle(-1),
      },
      ...numbered,
      {
        id: 'rail.toggle',
        label: t('shell.toggleRail'),
        group: t('shell.groupAppearance'),
        keys: ['mod+b'],
        run: () => preferences.getState().update((current) => ({ railCollapsed: !current.railCollapsed })),
      },
    ];
  }, [actions, tabCount, preferences]);
  const isCovered = useView((view) => view.settings !== null);
  useCommands(isCovered ? NONE : commands);
}
