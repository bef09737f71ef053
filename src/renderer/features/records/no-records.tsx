import { Button } from '@mantine/core';
import { IconHourglass, IconInbox, IconPlayerPause } from '@tabler/icons-react';
import { usePreferences } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { formatPartitions } from './partition-ranges.ts';
import type { RecordSession } from './record-session.ts';
import { isBusy, type SessionState } from './session-state.ts';
import type { ReadOptions } from './use-read-options.ts';

type NoRecordsProps = { readonly state: SessionState; readonly session: RecordSession; readonly options: ReadOptions };

/** Why there is nothing to see, and what to do about it. */
export function NoRecords({ state, session, options }: NoRecordsProps) {
  const mode = usePreferences((preferences) => preferences.time);
  const { from, topics } = session.request;
  const partitions = topics[0]?.partitions ?? [];
  if (state.halted !== null) {
    const title = state.halted === 'paused' ? t('records.pausedTitle') : t('records.stoppedTitle');
    return (
      <EmptyState icon={<IconPlayerPause size={28} stroke={1.4} />} title={title}>
        <Button onClick={session.resume}>{t('records.resume')}</Button>
      </EmptyState>
    );
  }
  if (from.kind === 'now') {
    return (
      <EmptyState
        icon={<IconHourglass size={28} stroke={1.4} />}
        title={t('records.waitingTitle')}
        hint={t('records.waitingHint')}
      />
    );
  }
  if (isBusy(state)) return null;
  const follow = <Button onClick={() => options.readFrom({ kind: 'now' })}>{t('records.follow')}</Button>;
  const newest = (
    <Button onClick={() => options.readFrom({ kind: 'latest', count: 100 })}>{t('records.showNewest')}</Button>
  );
  const icon = <IconInbox size={28} stroke={1.4} />;
  if (from.kind === 'offset' || from.kind === 'time') {
    const hint =
      from.kind === 'offset'
        ? t('records.nothingFromOffset', { offset: formatCount(from.offset) })
        : t('records.nothingFromTime', { time: formatTime(from.timestamp, mode) });
    return (
      <EmptyState icon={icon} title={t('records.nothingHereTitle')} hint={hint}>
        {newest}
        {follow}
      </EmptyState>
    );
  }
  if (partitions.length > 0) {
    const hint = t('records.nothingInPartitions', { count: partitions.length, list: formatPartitions(partitions) });
    return (
      <EmptyState icon={icon} title={t('records.nothingHereTitle')} hint={hint}>
        <Button onClick={() => options.setPartitions([])}>{t('records.allPartitions')}</Button>
        {follow}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={icon} title={t('records.emptyTitle')} hint={t('records.emptyHint')}>
      {follow}
    </EmptyState>
  );
}
