import { setDiagnostics } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useApi } from '../../../app/context.tsx';
import type { RowList } from '../row-list.ts';
import { editorState, replaceText, type CodeMode, type CodeReactions } from './code-editor.ts';
import { fieldPaths, RECORD_WORDS, wordsOf, type Word } from './expression-words.ts';
import type { FilterProblem } from './filter-problem.ts';
import classes from './search.module.css';

type CodeProps = {
  readonly mode: CodeMode;
  readonly text: string;
  readonly problems: ReadonlyArray<FilterProblem>;
  readonly getRows: () => RowList;
  readonly onText: (text: string) => void;
  readonly onSubmit: () => void;
  readonly onClear: () => boolean;
  readonly onWalk: (step: -1 | 1) => boolean;
};

/** The line as an editor: an expression on one line, JavaScript on several. */
export function CodeLine(props: CodeProps) {
  const { mode, text, problems } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const words = useWords();
  const latest = useRef({ ...props, words });
  useLayoutEffect(() => {
    latest.current = { ...props, words };
  });

  useLayoutEffect(() => {
    if (place.current === null) return;
    const reactions: CodeReactions = {
      onText: (next) => latest.current.onText(next),
      onSubmit: () => latest.current.onSubmit(),
      onClear: () => latest.current.onClear(),
      onWalk: (step) => latest.current.onWalk(step),
      words: () => latest.current.words,
      fields: () => fieldPaths(latest.current.getRows()),
    };
    const editor = new EditorView({ parent: place.current, state: editorState(mode, latest.current.text, reactions) });
    view.current = editor;
    editor.focus();
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [mode]);

  // In the same moment as the text is shown: later, somebody may have typed, and an older text would wipe that out.
  useLayoutEffect(() => {
    if (view.current !== null) replaceText(view.current, text);
  }, [text]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const { length } = editor.state.doc;
    const marks = problems.map(({ message, from = 0, to = length }) => ({
      from: Math.min(from, length),
      to: Math.min(Math.max(to, from), length),
      severity: 'error' as const,
      message,
    }));
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [problems]);

  return <div ref={place} className={classes.code} data-mode={mode} />;
}

function useWords(): ReadonlyArray<Word> {
  const api = useApi();
  const query = useQuery({
    queryKey: ['filter-language'],
    queryFn: async ({ signal }) => wordsOf(await api.filters.language(undefined, { signal })),
    staleTime: Infinity,
    retry: false,
  });
  const told = query.data ?? [];
  const names = new Set(told.map((word) => word.name));
  return [...RECORD_WORDS.filter((word) => !names.has(word.name)), ...told];
}
