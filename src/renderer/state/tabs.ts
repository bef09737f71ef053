import type { WorkspaceTab } from '../../shared/contract/app.ts';

/** The tabs of one cluster's workspace. Pure functions: each returns the next workspace. */
export type Workspace = { readonly tabs: ReadonlyArray<WorkspaceTab>; readonly activeTab: number };

export const NEW_WORKSPACE: Workspace = { tabs: [{ kind: 'topics' }], activeTab: 0 };
const MAX_TABS = 50;

/** One string per thing that can be open; two tabs with one key are the same tab. */
export function tabKey(tab: WorkspaceTab): string {
  if (tab.kind === 'records') return `records:${tab.topic}`;
  // It names elements of the page too, where a space would end the name.
  return tab.kind === 'key' ? `key:${encodeURIComponent(tab.key)}:${tab.topics.join(',')}` : tab.kind;
}

/** Shows the tab, beside the active one if it is not open yet. Beyond the limit the oldest other tab goes. */
export function openTab(workspace: Workspace, tab: WorkspaceTab): Workspace {
  const key = tabKey(tab);
  const found = workspace.tabs.findIndex((each) => tabKey(each) === key);
  if (found >= 0) return { ...workspace, activeTab: found };
  const at = workspace.tabs.length === 0 ? 0 : workspace.activeTab + 1;
  const tabs = [...workspace.tabs.slice(0, at), tab, ...workspace.tabs.slice(at)];
  if (tabs.length <= MAX_TABS) return { tabs, activeTab: at };
  const victim = tabs.findIndex((each, index) => index !== at && each.kind !== 'topics');
  return { tabs: tabs.filter((_, index) => index !== victim), activeTab: victim < at ? at - 1 : at };
}

/** Takes the tab away; its right neighbour, else its left one, becomes active. */
export function closeTab(workspace: Workspace, index: number): Workspace {
  if (workspace.tabs[index] === undefined) return workspace;
  const tabs = workspace.tabs.filter((_, each) => each !== index);
  const active = index < workspace.activeTab ? workspace.activeTab - 1 : workspace.activeTab;
  return { tabs, activeTab: Math.max(0, Math.min(active, tabs.length - 1)) };
}

export function closeOtherTabs(workspace: Workspace, index: number): Workspace {
  const kept = workspace.tabs[index];
  return kept === undefined ? workspace : { tabs: [kept], activeTab: 0 };
}

/** Drags a tab to another place; the active tab stays the active one. */
export function moveTab(workspace: Workspace, from: number, to: number): Workspace {
  const moved = workspace.tabs[from];
  if (moved === undefined || workspace.tabs[to] === undefined || from === to) return workspace;
  const rest = workspace.tabs.filter((_, index) => index !== from);
  const tabs = [...rest.slice(0, to), moved, ...rest.slice(to)];
  const active = workspace.tabs[workspace.activeTab];
  return { tabs, activeTab: active === undefined ? 0 : tabs.indexOf(active) };
}

export function activateTab(workspace: Workspace, index: number): Workspace {
  return workspace.tabs[index] === undefined ? workspace : { ...workspace, activeTab: index };
}

/** The next (1) or previous (-1) tab, round the end. */
export function cycleTab(workspace: Workspace, step: 1 | -1): Workspace {
  const count = workspace.tabs.length;
  return count === 0 ? workspace : { ...workspace, activeTab: (workspace.activeTab + step + count) % count };
}
