import { Button } from '@mantine/core';
import { memo, type ReactNode } from 'react';
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
      <Controls kind={controlOf(state, session.isLive)} session={session} />
    </div>
  );
}

type ControlKind = 'pause' | 'resume-tail' | 'stop' | 'resume' | 'more' | null;

/** Which button the session calls for now. */
function controlOf(state: SessionState, isLive: boolean): ControlKind {
  if (isLive && state.error === null) return state.halted === 'paused' ? 'resume-tail' : 'pause';
  if (isBusy(state)) return 'stop';
  if (state.halted === 'stopped' && state.received < state.wanted) return 'resume';
  return hasMore(state) ? 'more' : null;
}

/** Drawn again only when the button changes, not sixty times a second with the counters. */
const Controls = memo(function Controls(props: {
  readonly kind: ControlKind;
  readonly session: RecordSession;
}): ReactNode {
  const { kind, session } = props;
  switch (kind) {
    case 'pause':
      return <Action label={t('records.pause')} keys={PAUSE_KEYS} onClick={session.pause} />;
    case 'resume-tail':
      return <Action label={t('records.resume')} keys={PAUSE_KEYS} onClick={session.resume} primary />;
    case 'stop':
      return <Action label={t('records.stop')} keys={STOP_KEYS} onClick={session.stop} />;
    case 'resume':
      return <Action label={t('records.resume')} onClick={session.resume} />;
    case 'more':
      return (
        <Action
          label={t('records.loadMore', { count: PAGE_ROWS })}
          keys={LOAD_MORE_KEYS}
          onClick={() => session.loadMore()}
        />
      );
    case null:
      return null;
  }
});

type ActionProps = {
  readonly label: string;
  readonly keys?: ReadonlyArray<string>;
  readonly primary?: boolean;
  readonly onClick: () => void;
};

function Action({ label, keys, primary = false, onClick }: ActionProps) {
  return (
    <Hint label={label} keys={keys} position="top">
      <Button variant={primary ? 'filled' : 'default'} onClick={onClick}>
        {label}
      </Button>
    </Hint>
  );
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
