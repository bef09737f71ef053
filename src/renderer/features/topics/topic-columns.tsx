import { IconAlertTriangle } from '@tabler/icons-react';
import type { TopicRow } from '../../../shared/contract/topics.ts';
import { t } from '../../app/texts.ts';
import { compareCounts, compareNumbers } from '../../ui/compare.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import type { GridColumn } from '../../ui/virtual-table/index.ts';
import { nameOrder } from './compare-names.ts';
import classes from './topics.module.css';

/** The columns of the topic list; `onOpen` is what a click on a name does. */
export function topicColumns(onOpen: (topic: string) => void): ReadonlyArray<GridColumn<TopicRow>> {
  return [
    {
      id: 'name',
      title: t('topics.columnName'),
      width: 260,
      grow: true,
      compare: nameOrder(),
      cell: (topic) => <Name topic={topic} onOpen={onOpen} />,
    },
    {
      id: 'partitions',
      title: t('topics.columnPartitions'),
      width: 96,
      align: 'end',
      firstSort: 'desc',
      compare: (a, b) => compareNumbers(a.partitions, b.partitions),
      cell: (topic) => formatCount(topic.partitions),
    },
    {
      id: 'replicas',
      title: t('topics.columnReplicas'),
      width: 88,
      align: 'end',
      firstSort: 'desc',
      compare: (a, b) => compareNumbers(a.replicas, b.replicas),
      cell: (topic) => formatCount(topic.replicas),
    },
    {
      id: 'records',
      title: t('topics.columnRecords'),
      hint: t('topics.columnRecordsHint'),
      width: 150,
      align: 'end',
      firstSort: 'desc',
      compare: (a, b) => compareCounts(a.records, b.records),
      cell: (topic) => <Records topic={topic} />,
    },
    {
      id: 'size',
      title: t('topics.columnSize'),
      hint: t('topics.columnSizeHint'),
      width: 100,
      align: 'end',
      firstSort: 'desc',
      compare: (a, b) => compareNumbers(a.sizeBytes, b.sizeBytes),
      cell: (topic) => (topic.sizeBytes === null ? <Unknown /> : formatBytes(topic.sizeBytes)),
    },
    {
      id: 'cleanup',
      title: t('topics.columnCleanup'),
      hint: t('topics.columnCleanupHint'),
      width: 132,
      compare: (a, b) => (a.cleanupPolicy ?? '').localeCompare(b.cleanupPolicy ?? ''),
      cell: (topic) => topic.cleanupPolicy ?? <Unknown />,
    },
  ];
}

function Name({ topic, onOpen }: { readonly topic: TopicRow; readonly onOpen: (topic: string) => void }) {
  return (
    <>
      {/* Not a Tab stop: Enter on the row does the same. */}
      <a role="link" tabIndex={-1} className={classes.name} onClick={() => onOpen(topic.name)}>
        {topic.name}
      </a>
      {topic.internal ? <span className={classes.tag}>{t('topics.internal')}</span> : null}
      {topic.underReplicated > 0 ? (
        <span
          className={classes.warning}
          title={t('topics.underReplicatedHint', { count: topic.underReplicated, total: topic.partitions })}
        >
          <IconAlertTriangle size={13} aria-hidden="true" />
          {t('topics.underReplicated', { count: topic.underReplicated })}
        </span>
      ) : null}
    </>
  );
}

function Records({ topic }: { readonly topic: TopicRow }) {
  if (topic.records === null) return <Unknown />;
  const count = formatCount(topic.records);
  if (!topic.recordsAreUpperBound || topic.records === '0') return <span title={count}>{count}</span>;
  return <span title={t('topics.upperBound', { count })}>≤ {count}</span>;
}

function Unknown() {
  return (
    <span className="dim" title={t('topics.unknown')}>
      –
    </span>
  );
}
