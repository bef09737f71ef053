import { Button } from '@mantine/core';
import { IconList, IconSearchOff } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import type { TopicRow } from '../../../shared/contract/topics.ts';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { useCommands } from '../../app/use-commands.ts';
import { useLayout } from '../../app/use-layout.ts';
import { useCopy } from '../../ui/copy/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useIsShown } from '../../ui/use-is-shown.ts';
import { VirtualTable, type RowAction, type TableHandle } from '../../ui/virtual-table/index.ts';
import { topicColumns } from './topic-columns.tsx';
import { topicLine } from './topic-line.ts';
import { TopicsToolbar } from './topics-toolbar.tsx';
import { useTopics } from './use-topics.ts';
import classes from './topics.module.css';

export type TopicsViewProps = { readonly clusterId: string; onOpenTopic(topic: string): void };

const NO_COMMANDS: [] = [];

/** The topics of a cluster. */
export function TopicsView({ clusterId, onOpenTopic }: TopicsViewProps) {
  const columns = useMemo(() => topicColumns(onOpenTopic), [onOpenTopic]);
  const topics = useTopics(clusterId, columns);
  const { query, rows } = topics;
  const [selected, setSelected] = useState<string | null>(null);
  const [widths, setWidths] = useLayout('topics');
  const { copy } = useCopy({ copied: t('common.copied'), failed: t('topics.copyFailed') });
  const root = useRef<HTMLDivElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  const table = useRef<TableHandle>(null);
  const isShown = useIsShown(root);
  const { refetch } = query;

  const commands = useMemo(
    () => [
      {
        id: 'view.filter',
        label: t('topics.filter'),
        group: t('topics.title'),
        keys: ['mod+f'],
        run: () => filterInput.current?.select(),
      },
      {
        id: 'view.refresh',
        label: t('topics.refresh'),
        group: t('topics.title'),
        keys: ['f5', 'mod+r'],
        run: () => void refetch(),
      },
    ],
    [refetch],
  );
  useCommands(isShown ? commands : NO_COMMANDS);

  const actionsOf = (topic: TopicRow): ReadonlyArray<RowAction> => [
    { id: 'open', label: t('topics.open'), keys: 'Enter', run: () => onOpenTopic(topic.name) },
    { id: 'copy', label: t('topics.copyName'), separator: true, run: () => copy(topic.name, t('topics.nameCopied')) },
    {
      id: 'copy-row',
      label: t('topics.copyRow'),
      keys: 'Ctrl+C',
      run: () => copy(topicLine(topic), t('topics.rowCopied')),
    },
  ];

  if (query.isError && query.data === undefined) {
    return (
      <div ref={root} className={classes.view}>
        <ErrorView error={query.error} onRetry={() => void refetch()} />
      </div>
    );
  }
  return (
    <div ref={root} className={classes.view}>
      <TopicsToolbar
        topics={topics}
        filterInput={filterInput}
        onLeaveFilter={(key) => {
          const target = rows.find((row) => row.name === selected) ?? rows[0];
          if (target === undefined) return;
          setSelected(target.name);
          if (key === 'Enter') onOpenTopic(target.name);
          else table.current?.focus();
        }}
      />
      {query.isError ? <ErrorView size="inline" error={query.error} onRetry={() => void refetch()} /> : null}
      <VirtualTable
        handle={table}
        label={t('topics.table')}
        columns={columns}
        rows={rows}
        rowKey={topicKey}
        selectedKey={selected}
        onSelect={(topic) => setSelected(topic.name)}
        onOpen={(topic) => onOpenTopic(topic.name)}
        onCopy={(topic) => copy(topic.name, t('topics.nameCopied'))}
        actionsOf={actionsOf}
        sort={topics.sort}
        onSort={topics.setSort}
        widths={widths}
        onWidths={setWidths}
        loading={query.isPending}
        empty={<NoTopics topics={topics} />}
      />
      {query.data !== undefined && query.data.missing.length > 0 ? (
        <p className={classes.missing} role="note">
          {query.data.missing.join(' · ')}
        </p>
      ) : null}
    </div>
  );
}

function topicKey(topic: TopicRow): string {
  return topic.name;
}

function NoTopics({ topics }: { readonly topics: ReturnType<typeof useTopics> }) {
  const hidden = topics.query.data?.hiddenInternal ?? 0;
  const showInternal =
    hidden > 0 ? <Button onClick={() => topics.setIncludeInternal(true)}>{t('topics.internalSwitch')}</Button> : null;
  if (topics.total > 0 || topics.filter !== '') {
    return (
      <EmptyState
        icon={<IconSearchOff size={28} stroke={1.4} />}
        title={t('topics.noMatchTitle', { text: topics.filter })}
        hint={hidden > 0 ? t('topics.noMatchInternal') : t('topics.noMatchHint')}
      >
        <Button onClick={() => topics.setFilter('')}>{t('topics.filterClear')}</Button>
        {showInternal}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconList size={28} stroke={1.4} />}
      title={t('topics.emptyTitle')}
      hint={hidden > 0 ? t('topics.onlyInternalHint') : t('topics.emptyHint')}
    >
      <Button onClick={() => void topics.query.refetch()}>{t('topics.refresh')}</Button>
      {showInternal}
    </EmptyState>
  );
}
