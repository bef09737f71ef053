import { autocompletion, closeBrackets, type Completion, type CompletionContext } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript, javascriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { t } from '../../../app/texts.ts';
import type { Word } from './expression-words.ts';

export type CodeMode = 'expression' | 'javascript';

/** What the editor asks of the bar around it. */
export type CodeReactions = {
  onText(text: string): void;
  onSubmit(): void;
  /** False where there was nothing to clear: the key goes on. */
  onClear(): boolean;
  onWalk(step: -1 | 1): boolean;
  words(): ReadonlyArray<Word>;
  fields(): ReadonlyArray<string>;
};

export function editorState(mode: CodeMode, text: string, reactions: CodeReactions): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      mode === 'expression' ? expressionExtensions(reactions) : javascriptExtensions(reactions),
      history(),
      bracketMatching(),
      closeBrackets(),
      syntaxHighlighting(COLOURS),
      keymap.of([...historyKeymap, ...defaultKeymap]),
      EditorView.lineWrapping,
      EditorView.theme(THEME),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) reactions.onText(update.state.doc.toString());
      }),
      EditorView.contentAttributes.of({
        'aria-label': t('search.line'),
        tabindex: '0',
        'aria-describedby': 'filter-problems',
        'aria-multiline': mode === 'javascript' ? 'true' : 'false',
        spellcheck: 'false',
      }),
      placeholder(t(mode === 'expression' ? 'search.placeholderExpression' : 'search.placeholderJavaScript')),
    ],
  });
}

/** Puts in what came from elsewhere (the history, a saved filter); what was typed here is there already. */
export function replaceText(view: EditorView, text: string): void {
  const { doc } = view.state;
  if (doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, selection: { anchor: text.length } });
}

function expressionExtensions(reactions: CodeReactions): Extension {
  return [
    EXPRESSION,
    EXPRESSION.data.of({ autocomplete: (context: CompletionContext) => complete(context, reactions) }),
    autocompletion({ icons: false }),
    // One line: what is pasted over several becomes one.
    EditorView.clipboardInputFilter.of((pasted) => pasted.trim().replace(/\s*\n\s*/g, ' ')),
    EditorState.transactionFilter.of((change) =>
      change.newDoc.lines > 1 && change.isUserEvent('input') ? [] : change,
    ),
    // Below the completion's own keys: while its list is open, Enter and the arrows are for the list.
    Prec.high(
      keymap.of([
        { key: 'Enter', run: () => did(reactions.onSubmit) },
        { key: 'Escape', run: () => reactions.onClear() },
        { key: 'ArrowUp', run: () => reactions.onWalk(-1) },
        { key: 'ArrowDown', run: () => reactions.onWalk(1) },
      ]),
    ),
  ];
}

function javascriptExtensions(reactions: CodeReactions): Extension {
  return [
    javascript(),
    javascriptLanguage.data.of({ autocomplete: (context: CompletionContext) => completeFields(context, reactions) }),
    autocompletion({ icons: false }),
    Prec.high(keymap.of([{ key: 'Mod-Enter', run: () => did(reactions.onSubmit) }])),
  ];
}

function did(act: () => void): true {
  act();
  return true;
}

const PATH = /(?:[\p{L}_$][\p{L}\p{N}_$]*|\["[^"]*"?\]?)(?:\.[\p{L}\p{N}_$]*|\["[^"]*"?\]?)*/u;

function complete(context: CompletionContext, reactions: CodeReactions) {
  const typed = context.matchBefore(PATH);
  if (typed === null && !context.explicit) return null;
  const options: Completion[] = [
    ...reactions.fields().map((path) => ({ label: path, type: 'property', boost: 1 })),
    ...reactions.words().map((word) => ({
      label: word.name,
      type: word.kind,
      ...(word.doc === '' ? {} : { info: word.doc }),
      ...(word.kind === 'function' ? { apply: `${word.name}(` } : {}),
    })),
  ];
  return { from: typed?.from ?? context.pos, options, validFor: PATH };
}

/** The same fields, as JavaScript reaches them. */
function completeFields(context: CompletionContext, reactions: CodeReactions) {
  const typed = context.matchBefore(/record[\p{L}\p{N}_$.?]*/u);
  if (typed === null) return null;
  const plain = ['key', 'value', 'headers', 'topic', 'partition', 'offset', 'timestamp'];
  const paths = [...new Set([...plain, ...reactions.fields()])];
  return {
    from: typed.from,
    options: paths.map((path) => ({ label: `record.${path.replace(/\.(?!.*\[)/g, '?.')}`, type: 'property' })),
    validFor: /^record[\p{L}\p{N}_$.?]*$/u,
  };
}

const LITERALS = new Set(['true', 'false', 'null', 'in', 'it']);

const EXPRESSION = StreamLanguage.define<null>({
  name: 'record-expression',
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/"(?:[^"\\]|\\.)*"?/) || stream.match(/'(?:[^'\\]|\\.)*'?/)) return 'string';
    if (stream.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return 'number';
    if (stream.match(/[\p{L}_$][\p{L}\p{N}\p{M}_$]*/u)) {
      const word = stream.current();
      if (LITERALS.has(word)) return 'keyword';
      return stream.match(/\s*\(/, false) ? 'function' : 'variableName';
    }
    if (stream.match(/==|!=|<=|>=|&&|\|\||[<>!+\-*/%]/)) return 'operator';
    stream.next();
    return null;
  },
  tokenTable: { function: tags.function(tags.variableName) },
  languageData: { closeBrackets: { brackets: ['(', '[', '"', "'"] } },
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.string, tags.regexp], color: 'var(--json-string)' },
  { tag: tags.number, color: 'var(--json-number)' },
  { tag: [tags.keyword, tags.bool, tags.null], color: 'var(--json-literal)' },
  { tag: [tags.function(tags.variableName), tags.propertyName], color: 'var(--json-key)' },
  { tag: [tags.operator, tags.comment], color: 'var(--text-dim)' },
]);

const THEME = {
  '&': { fontSize: '12px', backgroundColor: 'transparent', color: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { fontFamily: 'var(--font-mono)', padding: '4px 8px', caretColor: 'var(--text)', lineHeight: '18px' },
  '.cm-line': { padding: '0' },
  '.cm-placeholder': { color: 'var(--text-dim)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--selected)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--hover)', outline: 'none' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    border: '1px solid var(--border)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow)',
    fontSize: '12px',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', maxHeight: '240px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--selected)', color: 'var(--text)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionInfo': { maxWidth: '320px', padding: '4px 8px' },
  '.cm-diagnostic': { padding: '3px 8px', borderLeftColor: 'var(--error)' },
};
