import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import type { WorkspaceTab } from '../../shared/contract/app.ts';
import { tabKey, type Workspace } from '../state/tabs.ts';
import { useApp, usePreferences } from './context.tsx';
import { Hint } from './hint.tsx';
import classes from './rail.module.css';
import { RAIL, tabIcon, tabTitle } from './registry.tsx';
import { useRailCounts } from './use-rail-counts.ts';
import { formatCount } from '../ui/format.ts';
import { t } from './texts.ts';

type Props = { readonly clusterId: string; readonly workspace: Workspace; onOpen(tab: WorkspaceTab): void };

/** The places of a cluster. */
export function Rail({ clusterId, workspace, onOpen }: Props) {
  const { preferences } = useApp();
  const isCollapsed = usePreferences((current) => current.railCollapsed);
  const counts = useRailCounts(clusterId);
  const active = workspace.tabs[workspace.activeTab];
  const toggleLabel = t(isCollapsed ? 'shell.expandRail' : 'shell.collapseRail');
  const ToggleIcon = isCollapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={classes.rail} aria-label={t('shell.rail')} data-collapsed={isCollapsed || undefined}>
      <ul className={classes.list}>
        {RAIL.map((place, index) => {
          const isActive = active !== undefined && tabKey(active) === tabKey(place);
          const count = counts[place.kind];
          const keys = [`alt+${index + 1}`];
          return (
            <li key={tabKey(place)} className={classes.place}>
              <Hint label={tabTitle(place)} keys={keys} position="right">
                <button
                  type="button"
                  className={classes.item}
                  aria-current={isActive ? 'page' : undefined}
                  onClick={() => onOpen(place)}
                >
                  {tabIcon(place, 16)}
                  <span className={classes.label}>{tabTitle(place)}</span>
                </button>
              </Hint>
              {count !== undefined && <span className={classes.count}>{formatCount(count)}</span>}
            </li>
          );
        })}
      </ul>
      <Hint label={toggleLabel} keys={['mod+b']} position="right">
        <button
          type="button"
          className={classes.item}
          aria-label={toggleLabel}
          aria-expanded={!isCollapsed}
          onClick={() => preferences.getState().update((current) => ({ railCollapsed: !current.railCollapsed }))}
        >
          <ToggleIcon size={16} stroke={1.7} />
        </button>
      </Hint>
    </nav>
  );
}
