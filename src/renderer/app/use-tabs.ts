import { useMemo } from 'react';
import type { WorkspaceTab } from '../../shared/contract/app.ts';
import {
  NEW_WORKSPACE,
  activateTab,
  closeOtherTabs,
  closeTab,
  cycleTab,
  moveTab,
  openTab,
  type Workspace,
} from '../state/tabs.ts';
import { useApp, usePreferences } from './context.tsx';

export type TabActions = {
  open(tab: WorkspaceTab): void;
  close(index: number): void;
  closeActive(): void;
  closeOthers(index: number): void;
  move(from: number, to: number): void;
  activate(index: number): void;
  cycle(step: 1 | -1): void;
};

/** A cluster's tabs, kept with the preferences so that they are back at the next start. */
export function useTabs(clusterId: string): readonly [Workspace, TabActions] {
  const store = useApp().preferences;
  const workspace = usePreferences((preferences) => preferences.workspaces[clusterId] ?? NEW_WORKSPACE);
  const actions = useMemo<TabActions>(() => {
    function change(step: (workspace: Workspace) => Workspace): void {
      store.getState().update(({ workspaces }) => {
        const { tabs, activeTab } = step(workspaces[clusterId] ?? NEW_WORKSPACE);
        return { workspaces: { ...workspaces, [clusterId]: { tabs: [...tabs], activeTab } } };
      });
    }
    return {
      open: (tab) => change((current) => openTab(current, tab)),
      close: (index) => change((current) => closeTab(current, index)),
      closeActive: () => change((current) => closeTab(current, current.activeTab)),
      closeOthers: (index) => change((current) => closeOtherTabs(current, index)),
      move: (from, to) => change((current) => moveTab(current, from, to)),
      activate: (index) => change((current) => activateTab(current, index)),
      cycle: (step) => change((current) => cycleTab(current, step)),
    };
  }, [store, clusterId]);
  return [workspace, actions];
}
