import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useId, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Histogram } from '../../../../shared/contract/records.ts';
import { usePreferences } from '../../../app/context.tsx';
import { ErrorView } from '../../../app/error-view.tsx';
import { t } from '../../../app/texts.ts';
import { formatCount, formatTime, type TimeMode } from '../../../ui/format.ts';
import type { SessionState } from '../session-state.ts';
import {
  brushBetween,
  brushCount,
  brushTimes,
  cursorAfterKey,
  sliceAt,
  summaryRows,
  type Cursor,
} from './histogram-model.ts';
import { useHistogram } from './use-histogram.ts';
import classes from './histogram.module.css';

type StripProps = {
  readonly state: SessionState;
  /** Reads this time only; `to` is the first millisecond after it. */
  readonly onNarrow: (from: number, to: number) => void;
};

/** Matches over time; a part of it can be brushed and read alone. */
export function HistogramStrip({ state, onNarrow }: StripProps) {
  const query = useHistogram(state, true);
  if (query.isError) {
    return (
      <div className={classes.strip}>
        <ErrorView size="inline" error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (query.data === undefined || query.data.counts.length === 0) {
    return <div className={classes.strip}>{<p className={classes.nothing}>{t('results.histogramNothing')}</p>}</div>;
  }
  return <Bars key={state.sessionId} histogram={query.data} onNarrow={onNarrow} />;
}

function Bars({ histogram, onNarrow }: { readonly histogram: Histogram; readonly onNarrow: StripProps['onNarrow'] }) {
  const mode = usePreferences((preferences) => preferences.time);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const hintId = useId();
  const { counts } = histogram;
  const brush = cursor === null ? null : brushBetween(cursor.anchor, cursor.head);
  const narrow = (): void => {
    if (brush === null) return;
    const { from, to } = brushTimes(histogram, brush);
    onNarrow(from, to);
  };
  const sliceOf = (event: PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return sliceAt((event.clientX - box.left) / box.width, counts.length);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && brush !== null) narrow();
    else if (event.key === 'Escape' && cursor !== null) setCursor(null);
    else {
      const next = cursorAfterKey(event.key, event.shiftKey, cursor, counts.length);
      if (next === null) return;
      setCursor(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={classes.strip} role="group" aria-label={t('results.histogram')}>
      <div
        className={classes.plot}
        role="slider"
        tabIndex={0}
        aria-label={t('results.histogramSlice')}
        aria-describedby={hintId}
        aria-valuemin={0}
        aria-valuemax={counts.length - 1}
        aria-valuenow={cursor?.head ?? 0}
        aria-valuetext={brush === null ? summary(histogram, mode) : brushText(histogram, brush, mode)}
        title={t('results.histogramHint')}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const slice = sliceOf(event);
          setCursor({ anchor: slice, head: slice });
        }}
        onPointerMove={(event) => {
          if (cursor !== null && event.currentTarget.hasPointerCapture(event.pointerId)) {
            setCursor({ anchor: cursor.anchor, head: sliceOf(event) });
          }
        }}
        onDoubleClick={narrow}
      >
        <Picture counts={counts} brush={brush} />
      </div>
      <div className={classes.axis}>
        <span>{formatTime(histogram.from, mode)}</span>
        {brush === null ? (
          <span className={classes.middle}>{t('results.histogramMost', { count: Math.max(...counts) })}</span>
        ) : (
          <span className={classes.middle}>
            {brushText(histogram, brush, mode)}
            <Button size="compact-xs" variant="light" onClick={narrow}>
              {t('results.histogramNarrow')}
            </Button>
            <ActionIcon size={18} aria-label={t('results.histogramClear')} onClick={() => setCursor(null)}>
              <IconX size={12} />
            </ActionIcon>
          </span>
        )}
        <span>{formatTime(histogram.to, mode)}</span>
      </div>
      <span id={hintId} className="visually-hidden">
        {t('results.histogramHint')}
      </span>
      <Spoken histogram={histogram} mode={mode} />
    </div>
  );
}

function Picture(props: {
  readonly counts: ReadonlyArray<number>;
  readonly brush: ReturnType<typeof brushBetween> | null;
}) {
  const { counts, brush } = props;
  const most = Math.max(1, ...counts);
  return (
    <svg className={classes.bars} viewBox={`0 0 ${counts.length} 100`} preserveAspectRatio="none" aria-hidden="true">
      {brush === null ? null : (
        <rect className={classes.brush} x={brush.first} y={0} width={brush.last - brush.first + 1} height={100} />
      )}
      {counts.map((count, index) => {
        // One record among a million still shows.
        const height = count === 0 ? 0 : Math.max(3, (count / most) * 100);
        return (
          <rect
            key={index}
            className={classes.barMark}
            x={index + 0.08}
            y={100 - height}
            width={0.84}
            height={height}
          />
        );
      })}
    </svg>
  );
}

/** The picture as a table for screen readers. */
function Spoken({ histogram, mode }: { readonly histogram: Histogram; readonly mode: TimeMode }) {
  const rows = useMemo(() => summaryRows(histogram, 12), [histogram]);
  return (
    <table className="visually-hidden">
      <caption>{summary(histogram, mode)}</caption>
      <thead>
        <tr>
          <th scope="col">{t('results.histogramFrom')}</th>
          <th scope="col">{t('results.histogramRecords')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.from}>
            <td>{formatTime(row.from, mode)}</td>
            <td>{formatCount(row.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function summary(histogram: Histogram, mode: TimeMode): string {
  const count = brushCount(histogram, { first: 0, last: histogram.counts.length - 1 });
  return t('results.histogramSummary', {
    count,
    from: formatTime(histogram.from, mode),
    to: formatTime(histogram.to, mode),
  });
}

function brushText(histogram: Histogram, brush: ReturnType<typeof brushBetween>, mode: TimeMode): string {
  const { from, to } = brushTimes(histogram, brush);
  return t('results.histogramBrush', {
    from: formatTime(from, mode),
    to: formatTime(to - 1, mode),
    count: brushCount(histogram, brush),
  });
}
