/**
 * What the workspace can show. A feature exports its view; here, and only here, the app gives it a tab kind, a place in
 * the rail and a name. Features never import each other: what one wants of another (open a topic) comes in by props.
 */
import { IconFileText, IconKey, IconList } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import type { WorkspaceTab } from '../../shared/contract/app.ts';
import { KeyRoom, RecordsRoom, TopicsRoom } from './rooms.ts';
import { t } from './texts.ts';

type TabIcon = ComponentType<{ readonly size?: number; readonly stroke?: number }>;

export type TabKind<K extends WorkspaceTab['kind']> = {
  readonly icon: TabIcon;
  title(tab: Extract<WorkspaceTab, { kind: K }>): string;
  render(tab: Extract<WorkspaceTab, { kind: K }>, workspace: TabHost): ReactNode;
};

/** What a view may ask of the workspace it is in. */
export type TabHost = { readonly clusterId: string; open(tab: WorkspaceTab): void };

const TAB_KINDS: { readonly [K in WorkspaceTab['kind']]: TabKind<K> } = {
  topics: {
    icon: IconList,
    title: () => t('topics.title'),
    render: (_tab, host) => (
      <TopicsRoom.View clusterId={host.clusterId} onOpenTopic={(topic) => host.open({ kind: 'records', topic })} />
    ),
  },
  records: {
    icon: IconFileText,
    title: (tab) => tab.topic,
    render: (tab, host) => <RecordsRoom.View clusterId={host.clusterId} topic={tab.topic} onOpenTab={host.open} />,
  },
  key: {
    icon: IconKey,
    title: (tab) => t('results.keyTab', { key: tab.key }),
    render: (tab, host) => (
      <KeyRoom.View
        clusterId={host.clusterId}
        topics={tab.topics}
        recordKey={tab.key}
        onOpenTopic={(topic) => host.open({ kind: 'records', topic })}
      />
    ),
  },
};

/** Rooms of the left rail, top to bottom. Only what exists. */
export const RAIL: ReadonlyArray<WorkspaceTab> = [{ kind: 'topics' }];

/** The picture of a tab's kind. */
export function tabIcon(tab: WorkspaceTab, size: number): ReactNode {
  const Icon = TAB_KINDS[tab.kind].icon;
  return <Icon size={size} stroke={1.7} />;
}

export function tabTitle(tab: WorkspaceTab): string {
  switch (tab.kind) {
    case 'records':
      return TAB_KINDS.records.title(tab);
    case 'key':
      return TAB_KINDS.key.title(tab);
    case 'topics':
      return TAB_KINDS.topics.title(tab);
  }
}

export function renderTab(tab: WorkspaceTab, host: TabHost): ReactNode {
  switch (tab.kind) {
    case 'records':
      return TAB_KINDS.records.render(tab, host);
    case 'key':
      return TAB_KINDS.key.render(tab, host);
    case 'topics':
      return TAB_KINDS.topics.render(tab, host);
  }
}
