import { IconAlertTriangle } from '@tabler/icons-react';
import type { NetworkTarget } from '../../../shared/contract/network.ts';
import { t } from '../../app/texts.ts';
import { compareNumbers } from '../../ui/compare.ts';
import { formatBytes, formatClock, formatCount, formatTime, type TimeMode } from '../../ui/format.ts';
import type { GridColumn } from '../../ui/virtual-table/index.ts';
import { addressText } from './activity-text.ts';
import classes from './network.module.css';

type Column = GridColumn<NetworkTarget>;

export function activityColumns(mode: TimeMode): ReadonlyArray<Column> {
  return [
    {
      id: 'host',
      title: t('network.columnHost'),
      width: 190,
      minWidth: 120,
      mono: true,
      compare: (a, b) => addressText(a).localeCompare(addressText(b)),
      cell: (target) => <Host target={target} />,
    },
    {
      id: 'why',
      title: t('network.columnWhy'),
      width: 170,
      compare: (a, b) => a.purposes.join().localeCompare(b.purposes.join()),
      cell: ({ purposes }) => <span title={purposes.join(', ')}>{purposes.join(', ')}</span>,
    },
    {
      id: 'whose',
      title: t('network.columnWhose'),
      hint: t('network.columnWhoseHint'),
      width: 200,
      grow: true,
      compare: (a, b) => (a.listedAs ?? '').localeCompare(b.listedAs ?? ''),
      cell: (target) => <Whose target={target} />,
    },
    number({
      id: 'times',
      title: t('network.columnTimes'),
      hint: t('network.columnTimesHint'),
      of: timesOf,
      cell: (target) => <Times target={target} />,
    }),
    number({
      id: 'sent',
      title: t('network.columnSent'),
      hint: t('network.columnBytesHint'),
      of: ({ sent }) => sent,
      cell: ({ sent }) => formatBytes(sent),
    }),
    number({
      id: 'received',
      title: t('network.columnReceived'),
      hint: t('network.columnBytesHint'),
      of: ({ received }) => received,
      cell: ({ received }) => formatBytes(received),
    }),
    time('first', t('network.columnFirst'), mode, ({ firstAt }) => firstAt),
    time('last', t('network.columnLast'), mode, ({ lastAt }) => lastAt),
  ];
}

type NumberColumn = Pick<Column, 'id' | 'title' | 'cell'> & {
  readonly hint: string;
  readonly of: (target: NetworkTarget) => number;
};

function number({ of, ...column }: NumberColumn): Column {
  return { ...column, width: 88, align: 'end', firstSort: 'desc', compare: (a, b) => compareNumbers(of(a), of(b)) };
}

function time(id: string, title: string, mode: TimeMode, of: (target: NetworkTarget) => number): Column {
  return {
    id,
    title,
    width: 84,
    align: 'end',
    firstSort: 'desc',
    compare: (a, b) => of(a) - of(b),
    cell: (target) => <span title={formatTime(of(target), mode)}>{formatClock(of(target), mode)}</span>,
  };
}

/** A request says more than the connection it went by. */
function timesOf({ requests, connections }: NetworkTarget): number {
  return Math.max(requests, connections);
}

function Host({ target }: { readonly target: NetworkTarget }) {
  const address = addressText(target);
  const led = target.addresses.filter((each) => each !== target.host).join(', ');
  return (
    <span
      className={target.listedAs === null ? classes.foreign : undefined}
      title={led === '' ? address : `${address} (${led})`}
    >
      {address}
    </span>
  );
}

function Whose({ target: { listedAs, via } }: { readonly target: NetworkTarget }) {
  const by = via === null ? null : <span className="dim"> {t('network.via', { proxy: via })}</span>;
  if (listedAs === null) {
    return (
      <span className={classes.foreign} title={t('network.foreignHint')}>
        <IconAlertTriangle size={13} aria-hidden="true" /> {t('network.foreign')}
        {by}
      </span>
    );
  }
  return (
    <span title={listedAs}>
      {listedAs}
      {by}
    </span>
  );
}

function Times({ target }: { readonly target: NetworkTarget }) {
  const { requests, connections, open, failed } = target;
  const title = t('network.times', { requests, connections, open, failed });
  return (
    <span title={title} className={failed > 0 && failed === connections ? classes.failed : undefined}>
      {formatCount(timesOf(target))}
    </span>
  );
}
