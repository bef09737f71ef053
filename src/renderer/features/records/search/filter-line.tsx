import { ActionIcon, TextInput } from '@mantine/core';
import { IconLetterCase, IconLetterW, IconRegex } from '@tabler/icons-react';
import { Suspense, type KeyboardEvent, type ReactNode } from 'react';
import { lazyRoom } from '../../../app/lazy-room.tsx';
import { t } from '../../../app/texts.ts';
import type { RowList } from '../row-list.ts';
import { lineText, type FilterLine } from './filter-draft.ts';
import { problemsOfLine } from './problem-places.ts';
import type { FilterBarModel } from './use-filter-bar.ts';
import classes from './search.module.css';

/** CodeMirror is a chunk of its own: whoever searches for words never loads it. */
const CodeRoom = lazyRoom(() => import('./code-line.tsx').then((room) => room.CodeLine));

type LineProps = { readonly bar: FilterBarModel; readonly getRows: () => RowList };

/** The text of the line: a plain input for words, an editor for what is a language. */
export function FilterLineInput({ bar, getRows }: LineProps) {
  const { line } = bar.draft;
  if (line.mode === 'words') return <WordsInput bar={bar} />;
  return (
    <div className={classes.line} data-filter-line data-mode={line.mode}>
      <Suspense fallback={<PlainInput bar={bar} />}>
        <CodeRoom.View
          key={line.mode}
          mode={line.mode}
          text={lineText(line)}
          problems={problemsOfLine(bar.draft, bar.check)}
          getRows={getRows}
          onText={bar.setText}
          onSubmit={bar.submit}
          onClear={bar.clearLine}
          onWalk={bar.walk}
        />
      </Suspense>
    </div>
  );
}

function WordsInput({ bar }: { readonly bar: FilterBarModel }) {
  return (
    <div className={classes.line} data-filter-line>
      <PlainInput bar={bar} />
      <div className={classes.toggles}>
        <LineToggle bar={bar} name="matchCase" label={t('search.matchCase')}>
          <IconLetterCase size={15} />
        </LineToggle>
        <LineToggle bar={bar} name="wholeWord" label={t('search.wholeWord')}>
          <IconLetterW size={15} />
        </LineToggle>
        <LineToggle bar={bar} name="regex" label={t('search.regex')}>
          <IconRegex size={15} />
        </LineToggle>
      </div>
    </div>
  );
}

function PlainInput({ bar }: { readonly bar: FilterBarModel }) {
  const { line } = bar.draft;
  const hasProblem = problemsOfLine(bar.draft, bar.check).length > 0;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      bar.submit();
    } else if (event.key === 'Escape' && bar.clearLine()) {
      event.preventDefault();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      if (bar.walk(event.key === 'ArrowUp' ? -1 : 1)) event.preventDefault();
    }
  };
  return (
    <TextInput
      aria-label={t('search.line')}
      aria-invalid={hasProblem}
      aria-describedby="filter-problems"
      className={classes.lineInput}
      placeholder={placeholderOf(line)}
      value={lineText(line)}
      error={hasProblem}
      spellCheck={false}
      autoComplete="off"
      maxLength={10_000}
      onChange={(event) => bar.setText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

function placeholderOf(line: FilterLine): string {
  if (line.mode === 'expression') return t('search.placeholderExpression');
  return t(line.mode === 'words' ? 'search.placeholderWords' : 'search.placeholderJavaScript');
}

type ToggleProps = {
  readonly bar: FilterBarModel;
  readonly name: 'matchCase' | 'wholeWord' | 'regex';
  readonly label: string;
  readonly children: ReactNode;
};

function LineToggle({ bar, name, label, children }: ToggleProps) {
  const isOn = bar.draft.line[name];
  return (
    <ActionIcon
      size={22}
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      className={classes.toggle}
      onClick={() => bar.editLineNow({ [name]: !isOn })}
    >
      {children}
    </ActionIcon>
  );
}
