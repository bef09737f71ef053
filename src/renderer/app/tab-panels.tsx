import { Suspense, useState } from 'react';
import type { WorkspaceTab } from '../../shared/contract/app.ts';
import { tabKey, type Workspace } from '../state/tabs.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { renderTab } from './registry.tsx';
import { t } from './texts.ts';
import classes from './workspace.module.css';

type Props = { readonly clusterId: string; readonly workspace: Workspace; onOpen(tab: WorkspaceTab): void };

/** The contents of the tabs. A tab is built when first shown and then kept, so that coming back loses no place. */
export function TabPanels({ clusterId, workspace, onOpen }: Props) {
  const active = workspace.tabs[workspace.activeTab];
  const activeKey = active === undefined ? null : tabKey(active);
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  if (activeKey !== null && !visited.has(activeKey)) setVisited(new Set([...visited, activeKey]));
  const open = workspace.tabs.filter((tab) => visited.has(tabKey(tab)));
  if (active === undefined) return <EmptyState title={t('shell.noTabs')} hint={t('shell.noTabsHint')} />;
  return (
    <div className={classes.panel}>
      {open.map((tab) => {
        const key = tabKey(tab);
        return (
          <div
            key={key}
            id={`panel-${key}`}
            role="tabpanel"
            aria-labelledby={`tab-${key}`}
            hidden={key !== activeKey}
            className={classes.panel}
          >
            <ErrorBoundary>
              <Suspense>{renderTab(tab, { clusterId, open: onOpen })}</Suspense>
            </ErrorBoundary>
          </div>
        );
      })}
    </div>
  );
}
