import { Button } from '@mantine/core';
import { IconHourglass, IconInbox, IconPlayerPause, IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { usePreferences } from '../../app/context.tsx';
import { t, type TextKey } from '../../app/texts.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { RecordSession } from './record-session.ts';
import { describeNothing, type Nothing, type Remedy } from './search/describe-nothing.ts';
import { hasMore, type SessionState } from './session-state.ts';
import type { ReadOptions } from './use-read-options.ts';

type NoRecordsProps = { readonly state: SessionState; readonly session: RecordSession; readonly options: ReadOptions };

const ICONS: Readonly<Record<Nothing['icon'], ReactNode>> = {
  paused: <IconPlayerPause size={28} stroke={1.4} />,
  waiting: <IconHourglass size={28} stroke={1.4} />,
  searching: <IconSearch size={28} stroke={1.4} />,
  empty: <IconInbox size={28} stroke={1.4} />,
};

const LABELS: Readonly<Record<Remedy, TextKey>> = {
  resume: 'search.resume',
  'read-on': 'search.readOn',
  'search-all': 'search.searchAll',
  'show-undecodable': 'search.showUndecodable',
  'clear-filter': 'search.clear',
  'all-partitions': 'records.allPartitions',
  newest: 'records.showNewest',
  follow: 'records.follow',
};

/** Why there is nothing to see, and what to do about it. */
export function NoRecords({ state, session, options }: NoRecordsProps) {
  const mode = usePreferences((preferences) => preferences.time);
  const nothing = describeNothing(state, session.request, mode);
  if (nothing === null) return null;
  return (
    <EmptyState icon={ICONS[nothing.icon]} title={nothing.title} hint={nothing.hint}>
      {nothing.remedies.map((remedy) => (
        <Button key={remedy} onClick={() => apply(remedy, state, session, options)}>
          {t(LABELS[remedy])}
        </Button>
      ))}
    </EmptyState>
  );
}

function apply(remedy: Remedy, state: SessionState, session: RecordSession, options: ReadOptions): void {
  switch (remedy) {
    case 'resume':
      return session.resume();
    case 'read-on': {
      const { until } = session.request;
      if (hasMore(state)) return session.loadMore();
      return session.extend(until.kind === 'count' || until.kind === 'bytes' ? until : { kind: 'end' });
    }
    case 'search-all':
      return options.change({ from: { kind: 'beginning' }, until: { kind: 'end' } });
    case 'show-undecodable':
      return options.setFilter({ kind: 'is', what: 'undecodable' });
    case 'clear-filter':
      return options.setFilter(null);
    case 'all-partitions':
      return options.setPartitions([]);
    case 'newest':
      return options.readFrom({ kind: 'latest', count: 100 });
    case 'follow':
      return options.readFrom({ kind: 'now' });
  }
}
