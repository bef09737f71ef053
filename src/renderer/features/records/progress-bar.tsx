import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePreferences } from '../../app/context.tsx';
import { Hint } from '../../app/hint.tsx';
import { t } from '../../app/texts.ts';
import { formatBytes, formatClock, formatCount, type TimeMode } from '../../ui/format.ts';
import { activityOf, factsOf, type Activity, type ProgressFacts } from './describe-progress.ts';
import { formatPartitions } from './partition-ranges.ts';
import { PAGE_ROWS, type RecordSession } from './record-session.ts';
import { hasMore, isBusy, type SessionState } from './session-state.ts';
import classes from './records.module.css';

export const LOAD_MORE_KEYS: ReadonlyArray<string> = ['mod+arrowdown'];
export const PAUSE_KEYS: ReadonlyArray<string> = ['alt+p'];
export const STOP_KEYS: ReadonlyArray<string> = ['alt+s'];

/** The truth about the session in one line, and what can be done with it. */
export function ProgressBar({ state, session }: { readonly state: SessionState; readonly session: RecordSession }) {
  const mode = usePreferences((preferences) => preferences.time);
  const activity = activityOf(state);
  const facts = factsOf(state);
  const parts = facts === null ? [] : factTexts(facts);
  const line = [...parts, activityText(activity, mode)].join(' · ');
  return (
    <div className={classes.progress}>
      <span className={classes.light} data-activity={activity.kind} aria-hidden="true" />
      <span
        role="status"
        aria-label={t('records.progress')}
        aria-live="off"
        className={classes.progressText}
        title={line}
      >
        {line}
      </span>
      <Controls state={state} session={session} />
    </div>
  );
}

function Controls({ state, session }: { readonly state: SessionState; readonly session: RecordSession }): ReactNode {
  const isLive = session.request.from.kind === 'now';
  if (isLive && state.error === null) {
    return state.halted === 'paused' ? (
      <Hint label={t('records.resume')} keys={PAUSE_KEYS} position="top">
        <Button variant="filled" onClick={session.resume}>
          {t('records.resume')}
        </Button>
      </Hint>
    ) : (
      <Hint label={t('records.pause')} keys={PAUSE_KEYS} position="top">
        <Button onClick={session.pause}>{t('records.pause')}</Button>
      </Hint>
    );
  }
  if (isBusy(state)) {
    return (
      <Hint label={t('records.stop')} keys={STOP_KEYS} position="top">
        <Button onClick={session.stop}>{t('records.stop')}</Button>
      </Hint>
    );
  }
  if (state.halted === 'stopped' && state.received < state.wanted && state.wanted !== Infinity) {
    return <Button onClick={session.resume}>{t('records.resume')}</Button>;
  }
  return hasMore(state) ? (
    <Hint label={t('records.loadMore', { count: PAGE_ROWS })} keys={LOAD_MORE_KEYS} position="top">
      <Button onClick={() => session.loadMore()}>{t('records.loadMore', { count: PAGE_ROWS })}</Button>
    </Hint>
  ) : null;
}

function factTexts(facts: ProgressFacts): string[] {
  const { total, dropped } = facts;
  const texts = [
    total === null
      ? t('records.readOnly', { read: facts.read })
      : t('records.readOf', { read: facts.read, bound: total.isBound ? '≤ ' : '', total: formatCount(total.text) }),
    t('records.partitionList', { count: facts.partitions.length, list: formatPartitions(facts.partitions) }),
    formatBytes(facts.bytes),
  ];
  if (facts.behind !== '0') texts.push(t('records.behind', { count: formatCount(facts.behind) }));
  if (dropped !== null) texts.push(t('records.dropped', dropped));
  if (facts.evicted > 0) texts.push(t('records.evicted', { count: facts.evicted }));
  return texts;
}

function activityText(activity: Activity, mode: TimeMode): string {
  switch (activity.kind) {
    case 'interrupted':
      return t('records.interrupted', { time: formatClock(activity.sinceMs, mode), message: activity.message });
    case 'opening':
    case 'reading':
    case 'waiting':
    case 'complete':
    case 'more':
    case 'paused':
    case 'stopped':
    case 'failed':
      return t(`records.${activity.kind}`);
  }
}
