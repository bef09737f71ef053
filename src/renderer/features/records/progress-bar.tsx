import { Button } from '@mantine/core';
import { memo, useEffect, useRef, type ReactNode } from 'react';
import { usePreferences } from '../../app/context.tsx';
import { Hint } from '../../app/hint.tsx';
import { t } from '../../app/texts.ts';
import { isFocusNowhere } from '../../ui/focus.ts';
import { formatBytes, type TimeMode } from '../../ui/format.ts';
import { activityOf, factsOf } from './describe-progress.ts';
import { MAX_ROWS } from './row-list.ts';
import { PAGE_ROWS, type RecordSession } from './record-session.ts';
import { LOAD_MORE_KEYS, PAUSE_KEYS, READ_ON_KEYS, STOP_KEYS } from './search/keys.ts';
import { activityText, factTexts } from './search/progress-texts.ts';
import { hasMore, isBusy, type SessionState } from './session-state.ts';
import classes from './records.module.css';
import search from './search/search.module.css';

type Props = {
  readonly state: SessionState;
  readonly session: RecordSession;
  readonly onFocusLost: () => void;
};

/** The truth about the session in one line, and what can be done with it. */
export function ProgressBar({ state, session, onFocusLost }: Props) {
  const mode: TimeMode = usePreferences((preferences) => preferences.time);
  const activity = activityOf(state);
  const facts = factsOf(state);
  const isSearch = session.request.filter !== null;
  const said = [
    activityText(activity, session.request, facts, mode),
    ...(facts === null ? [] : factTexts(facts, isSearch)),
  ];
  const line = said.join(' · ');
  const isReading = activity.kind === 'reading' || activity.kind === 'opening';
  return (
    <div className={classes.progress}>
      {facts !== null && facts.fraction !== null && !session.isLive ? (
        <div
          className={search.track}
          role="progressbar"
          aria-label={t('search.progress')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.floor(facts.fraction * 100)}
          data-reading={isReading || undefined}
        >
          <div className={search.trackFill} style={{ transform: `scaleX(${facts.fraction})` }} />
        </div>
      ) : null}
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
      <Controls kind={controlOf(state, session.isLive)} session={session} onFocusLost={onFocusLost} />
    </div>
  );
}

type ControlKind = 'pause' | 'resume-tail' | 'stop' | 'resume' | 'more' | 'read-on' | null;

/** Which button the session calls for now. */
function controlOf(state: SessionState, isLive: boolean): ControlKind {
  if (state.error !== null) return null;
  if (isLive) return state.halted === null ? 'pause' : 'resume-tail';
  if (isBusy(state)) return 'stop';
  if (state.halted !== null && state.received < state.wanted) return 'resume';
  if (hasMore(state)) return 'more';
  return state.readState?.kind === 'complete' ? 'read-on' : null;
}

type ControlsProps = {
  readonly kind: ControlKind;
  readonly session: RecordSession;
  /** The button that had the keyboard is gone, and no other took its place. */
  onFocusLost(): void;
};

/** Drawn again only when the button changes, not sixty times a second with the counters. */
const Controls = memo(function Controls({ kind, session, onFocusLost }: ControlsProps): ReactNode {
  const hadFocus = useRef(false);
  useEffect(() => {
    if (!hadFocus.current || !isFocusNowhere()) return;
    // What is taken away with the focus on it is told no blur.
    hadFocus.current = false;
    onFocusLost();
  }, [kind, onFocusLost]);
  return (
    <span
      className={classes.controls}
      onFocus={() => (hadFocus.current = true)}
      onBlur={() => (hadFocus.current = false)}
    >
      {kind === 'more' ? (
        <Action
          label={t('search.loadAll')}
          hint={t('search.loadAllHint', { kept: MAX_ROWS })}
          onClick={() => session.loadMore(Infinity)}
        />
      ) : null}
      {mainAction(kind, session)}
    </span>
  );
});

/** One element whatever it does: the keyboard stays on it while "Load more" becomes "Stop" and back. */
function mainAction(kind: ControlKind, session: RecordSession): ReactNode {
  switch (kind) {
    case 'pause':
      return <Action label={t('records.pause')} keys={PAUSE_KEYS} onClick={session.pause} />;
    case 'resume-tail':
      return <Action label={t('records.resume')} keys={PAUSE_KEYS} onClick={session.resume} primary />;
    case 'stop':
      return <Action label={t('records.stop')} keys={STOP_KEYS} onClick={session.stop} />;
    case 'resume':
      return <Action label={t('records.resume')} keys={STOP_KEYS} onClick={session.resume} />;
    case 'more':
      return (
        <Action
          label={t('records.loadMore', { count: PAGE_ROWS })}
          keys={LOAD_MORE_KEYS}
          onClick={() => session.loadMore()}
        />
      );
    case 'read-on':
      return readOn(session);
    case null:
      return null;
  }
}

/** Beyond the end that was asked for: as far again, or to where the log ends by now. */
function readOn(session: RecordSession): ReactNode {
  const { until, from } = session.request;
  // The newest N end at the newest: what came since is read by reading again.
  if (from.kind === 'latest') return null;
  if (until.kind === 'count' || until.kind === 'bytes') {
    const label =
      until.kind === 'count'
        ? t('search.readOnCount', { count: until.count })
        : t('search.readOnBytes', { bytes: formatBytes(until.bytes) });
    return <Action label={label} keys={READ_ON_KEYS} onClick={() => session.extend(until)} />;
  }
  return (
    <Action
      label={t('search.readOn')}
      hint={t('search.readOnHint')}
      keys={READ_ON_KEYS}
      onClick={() => session.extend({ kind: 'end' })}
    />
  );
}

type ActionProps = {
  readonly label: string;
  readonly hint?: string;
  readonly keys?: ReadonlyArray<string>;
  readonly primary?: boolean;
  readonly onClick: () => void;
};

function Action({ label, hint = label, keys, primary = false, onClick }: ActionProps) {
  return (
    <Hint label={hint} keys={keys} position="top">
      <Button variant={primary ? 'filled' : 'default'} onClick={onClick}>
        {label}
      </Button>
    </Hint>
  );
}
