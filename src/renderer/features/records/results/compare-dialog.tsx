import { Button, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ComparedPart, Comparison, LookedBack } from '../../../../shared/contract/compare.ts';
import { useApi, usePreferences } from '../../../app/context.tsx';
import { ErrorView } from '../../../app/error-view.tsx';
import { t } from '../../../app/texts.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { formatCount, formatTime } from '../../../ui/format.ts';
import { ModalDialog } from '../../../ui/modal-dialog.tsx';
import { ChangeList } from './change-list.tsx';
import { SideBySide } from './side-by-side.tsx';
import type { Compared } from './use-results.ts';
import classes from './compare.module.css';

type CompareProps = { readonly compared: Compared; readonly onClose: () => void };

/** Two records beside each other: what changed by meaning, and their texts. */
export function CompareDialog({ compared, onClose }: CompareProps) {
  return (
    <ModalDialog
      onClose={onClose}
      title={compared.kind === 'two' ? t('results.compareTitle') : t('results.previousTitle')}
      size="min(1200px, 94vw)"
      yOffset="5vh"
    >
      {compared.kind === 'two' ? <Two compared={compared} /> : <Previous compared={compared} />}
    </ModalDialog>
  );
}

function Two({ compared }: { readonly compared: Extract<Compared, { kind: 'two' }> }) {
  const api = useApi();
  const { sessionId, a, b } = compared;
  const query = useQuery({
    queryKey: ['compare', sessionId, a, b],
    queryFn: ({ signal }) => api.records.compare({ sessionId, a, b }, { signal }),
    staleTime: Infinity,
    retry: false,
  });
  if (query.isError) return <ErrorView error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <p className={classes.said}>{t('common.loading')}</p>;
  return <ComparisonView comparison={query.data} />;
}

function Previous({ compared }: { readonly compared: Extract<Compared, { kind: 'previous' }> }) {
  const api = useApi();
  const { sessionId, id } = compared;
  const [before, setBefore] = useState<string | null>(null);
  const [seen, setSeen] = useState<LookedBack>(NOTHING_SEEN);
  const query = useQuery({
    queryKey: ['previous-of-key', sessionId, id, before],
    queryFn: ({ signal }) =>
      api.records.previousOfKey({ sessionId, id, ...(before === null ? {} : { before }) }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
  const { data } = query;
  if (query.isError) return <ErrorView error={query.error} onRetry={() => void query.refetch()} />;
  if (data === undefined) return <p className={classes.said}>{t('results.previousLooking')}</p>;
  const looked = query.isPlaceholderData ? seen : together(seen, data.looked);
  return (
    <>
      <Unread notes={looked.notes} />
      {data.comparison !== null ? (
        <ComparisonView comparison={data.comparison} />
      ) : (
        <EmptyState title={t('results.previousNone')} hint={lookedText(looked)}>
          {looked.reachedStart ? null : (
            <Button
              loading={query.isFetching}
              onClick={() => {
                setSeen(looked);
                setBefore(looked.from);
              }}
            >
              {t('results.previousFurther')}
            </Button>
          )}
        </EmptyState>
      )}
    </>
  );
}

const NOTHING_SEEN: LookedBack = { records: 0, from: '0', reachedStart: false, notes: [] };

/** One look further back after another. */
function together(seen: LookedBack, next: LookedBack): LookedBack {
  return { ...next, records: seen.records + next.records, notes: [...new Set([...seen.notes, ...next.notes])] };
}

function lookedText({ records, from, reachedStart, notes }: LookedBack): string {
  const all = notes.length === 0 ? 'results.previousAll' : 'results.previousAllRead';
  return t(reachedStart ? all : 'results.previousSome', { count: records, offset: formatCount(from) });
}

function Unread({ notes }: { readonly notes: ReadonlyArray<string> }) {
  if (notes.length === 0) return null;
  return (
    <div className={classes.unread} role="note">
      {t('results.previousUnread')}
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}

const PARTS = ['value', 'key', 'headers'] as const;

function ComparisonView({ comparison }: { readonly comparison: Comparison }) {
  const mode = usePreferences((preferences) => preferences.time);
  const differing = PARTS.find((each) => partOf(comparison, each)?.verdict === 'different');
  const [part, setPart] = useState<string>(differing ?? 'value');
  const [view, setView] = useState<'changes' | 'text'>('changes');
  const shown = partOf(comparison, part);
  const place = (side: Comparison['a']): string =>
    t('results.comparePlace', {
      topic: side.topic,
      partition: side.partition,
      offset: formatCount(side.offset),
      time: formatTime(side.timestamp, mode),
    });
  const hasChanges = shown !== undefined && shown.changes !== null;
  return (
    <div className={classes.compare}>
      <div className={classes.places}>
        <span className={classes.placeA}>{place(comparison.a)}</span>
        <span className={classes.placeB}>{place(comparison.b)}</span>
      </div>
      <div className={classes.compareBar}>
        <SegmentedControl
          aria-label={t('records.partOfRecord')}
          data={PARTS.map((each) => ({ value: each, label: partLabel(each, partOf(comparison, each)) }))}
          value={part}
          onChange={setPart}
        />
        {hasChanges ? (
          <SegmentedControl
            aria-label={t('records.modes')}
            data={[
              { value: 'changes', label: t('results.compareChanges') },
              { value: 'text', label: t('results.compareText') },
            ]}
            value={view}
            onChange={(next) => setView(next === 'text' ? 'text' : 'changes')}
          />
        ) : null}
        <span className={classes.said}>{shown?.note ?? ''}</span>
      </div>
      {shown === undefined ? null : (
        <Part key={`${part} ${view}`} part={shown} asText={view === 'text' || !hasChanges} />
      )}
    </div>
  );
}

function Part({ part, asText }: { readonly part: ComparedPart; readonly asText: boolean }) {
  if (part.verdict !== 'different' && !asText) {
    return <EmptyState title={t(part.verdict === 'same' ? 'results.compareSame' : 'results.compareEqual')} />;
  }
  if (asText || part.changes === null) return <SideBySide lines={part.lines} isWhole={part.linesAreWhole} />;
  return <ChangeList changes={part.changes} isWhole={part.changesAreWhole} />;
}

function partOf({ parts }: Comparison, which: string): ComparedPart | undefined {
  return parts.find((each) => each.part === which);
}

function partLabel(which: (typeof PARTS)[number], part: ComparedPart | undefined): string {
  const names = { key: t('records.tabKey'), value: t('records.tabValue'), headers: t('records.tabHeaders') };
  if (part?.verdict !== 'different') return `${names[which]} =`;
  const count = part.changes?.length ?? 0;
  return count === 0 ? `${names[which]} ≠` : `${names[which]} ≠ ${count}${part.changesAreWhole ? '' : '+'}`;
}
