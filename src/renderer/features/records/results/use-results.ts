import { useCallback, useMemo, useState } from 'react';
import { useApi } from '../../../app/context.tsx';
import { t } from '../../../app/texts.ts';
import { useLayout } from '../../../app/use-layout.ts';
import { useCopy } from '../../../ui/copy/index.ts';
import { toShownError } from '../../../ui/shown-error.ts';
import type { RecordsScreen } from '../use-records-view.ts';

export type Tool = 'group' | 'sql';

/** What is being compared: two records of the session, or one with the one before it of its key. */
export type Compared =
  | { readonly kind: 'two'; readonly sessionId: string; readonly a: number; readonly b: number }
  | { readonly kind: 'previous'; readonly sessionId: string; readonly id: number };

/** Which tools are open. */
function useTools() {
  const [layout, setLayout] = useLayout('results');
  const [tool, setTool] = useState<Tool | null>(null);
  const [groupField, setGroupField] = useState('');
  const [isColumnsOpen, setColumnsOpen] = useState(false);
  const isHistogramOpen = layout['histogram'] === 1;
  return {
    tool,
    toggleTool: (which: Tool) => setTool(tool === which ? null : which),
    closeTool: () => setTool(null),
    isHistogramOpen,
    toggleHistogram: () => setLayout({ histogram: isHistogramOpen ? 0 : 1 }),
    isColumnsOpen,
    setColumnsOpen,
    groupField,
    groupBy(field: string) {
      setGroupField(field);
      setTool('group');
    },
  };
}

/** Records to the clipboard, made by the core: whole, and exactly as a save would write them. */
function useCopyIds(sessionId: string | null) {
  const api = useApi();
  const { copy, refuse } = useCopy({ copied: t('common.copied'), failed: t('records.copyFailed') });
  return (ids: ReadonlyArray<number>, format: 'jsonl' | 'csv'): void => {
    if (sessionId === null || ids.length === 0) return;
    api.exports.text({ sessionId, ids: [...ids], format }).then(
      ({ text, rows: count, isCut }) =>
        copy(text, t(isCut ? 'results.copiedSome' : 'results.copiedRows', { count, total: ids.length })),
      (error: unknown) => refuse(t('records.copyUnread', { message: toShownError(error).message })),
    );
  };
}

/** The tools around the list: which are open, and what they do to the reading. */
export function useResults(screen: RecordsScreen) {
  const { state, session, options, selection, selected } = screen;
  const { sessionId } = state;
  const tools = useTools();
  const copyIds = useCopyIds(sessionId);
  const [compared, setCompared] = useState<Compared | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [followed, setFollowed] = useState<number | null>(null);
  const marked = useMemo(() => [...selection].sort((a, b) => a - b), [selection]);
  /** The rows as they are when somebody asks. */
  const rowsSeen = useCallback(() => session.getState().rows, [session]);
  return {
    ...tools,
    sessionId,
    rowsSeen,
    /** Ids of the rows selected together, in the order in which they were read. */
    marked,
    /** The rows that an action on "the selection" means. */
    chosen: marked.length > 0 ? marked : selected === null ? [] : [selected],
    compared,
    compareMarked() {
      const [a, b] = [...marked].sort((x, y) => timeOf(session, x) - timeOf(session, y) || y - x);
      // The older one first: what is compared is what became of it.
      if (sessionId !== null && a !== undefined && b !== undefined) setCompared({ kind: 'two', sessionId, a, b });
    },
    comparePrevious(id: number) {
      if (sessionId !== null) setCompared({ kind: 'previous', sessionId, id });
    },
    closeCompared: () => setCompared(null),
    canSave: sessionId !== null && state.received > 0,
    isSaving,
    openSave: () => setSaving(true),
    closeSave: () => setSaving(false),
    copyIds,
    copyMarked: (format: 'jsonl' | 'csv') => copyIds(marked, format),
    followed,
    follow: (id: number) => setFollowed(id),
    closeFollow: () => setFollowed(null),
    /** Reads only this time, oldest first where it was not newest first before. */
    narrow: (from: number, to: number) =>
      options.change({ from: { kind: 'time', timestamp: from }, until: { kind: 'time', timestamp: to } }),
    addFilter: options.addFilter,
    readAll: () => session.loadMore(Infinity),
  };
}

function timeOf(session: RecordsScreen['session'], id: number): number {
  const { rows } = session.getState();
  return rows.at(rows.indexOf(id))?.timestamp ?? 0;
}
export type ResultsControl = ReturnType<typeof useResults>;
