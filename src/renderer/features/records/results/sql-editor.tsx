import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { sql, StandardSQL } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useLayoutEffect, useRef } from 'react';

export type SqlEditorProps = {
  /** A new object is a new text; typing does not change it. */
  readonly start: { readonly text: string };
  readonly label: string;
  readonly placeholder: string;
  /** Names to complete: columns by table. */
  readonly schema: Readonly<Record<string, ReadonlyArray<string>>>;
  /** Where the last statement went wrong; null where it did not, or nobody knows where. */
  readonly problem: { readonly position: number; readonly message: string } | null;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
};

/** Colours are those of the value view: one look for code everywhere. */
const HIGHLIGHT = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: tags.number, color: 'var(--warn)' },
  { tag: tags.comment, color: 'var(--text-dim)', fontStyle: 'italic' },
]);

const LOOK = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '12px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '19px' },
  '.cm-content': { caretColor: 'var(--text)', padding: '6px 4px' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-placeholder': { color: 'var(--text-dim)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--selected)',
  },
  '.cm-tooltip': { background: 'var(--raised)', color: 'var(--text)', border: '1px solid var(--border)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--selected)', color: 'var(--text)' },
});

type Schema = SqlEditorProps['schema'];

/** The language with the names it completes, which grow as more is read: under the hands of whoever types. */
const LANGUAGE = new Compartment();
const languageOf = (schema: Schema) => sql({ dialect: StandardSQL, schema: { ...schema }, upperCaseKeywords: true });

/** A field for SQL. Tab leaves it, as every field; Ctrl+Enter runs. */
export function SqlEditor(props: SqlEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const { start, label, schema, problem } = props;
  useLayoutEffect(() => {
    if (place.current === null) return undefined;
    const run = (): boolean => {
      latest.current.onRun();
      return true;
    };
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: start.text,
        extensions: [
          LOOK,
          syntaxHighlighting(HIGHLIGHT),
          history(),
          bracketMatching(),
          autocompletion({ icons: false }),
          LANGUAGE.of(languageOf(latest.current.schema)),
          placeholder(latest.current.placeholder),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          EditorView.lineWrapping,
          keymap.of([{ key: 'Mod-Enter', run }, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    editor.focus();
    return () => editor.destroy();
  }, [start, label]);
  useEffect(() => {
    view.current?.dispatch({ effects: LANGUAGE.reconfigure(languageOf(schema)) });
  }, [schema]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const length = editor.state.doc.length;
    const from = problem === null ? 0 : Math.min(problem.position, Math.max(0, length - 1));
    const marks =
      problem === null
        ? []
        : [{ from, to: Math.min(length, from + 1), severity: 'error' as const, message: problem.message }];
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [problem]);
  return <div ref={place} style={{ height: '100%' }} />;
}
