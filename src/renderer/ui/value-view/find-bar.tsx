import { ActionIcon, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { ValueTexts } from './types.ts';
import type { Find } from './use-find.ts';
import classes from './value-view.module.css';

type FindBarProps = {
  readonly find: Find;
  readonly count: number;
  /** True where counting stopped early: the number is "at least". */
  readonly capped: boolean;
  readonly texts: ValueTexts;
};

export function FindBar({ find, count, capped, texts }: FindBarProps): ReactElement | null {
  if (!find.isOpen) return null;
  const said = find.query === '' ? '' : count === 0 ? texts.noMatch : texts.matchOf(find.current + 1, count, capped);
  return (
    <div className={classes.findBar} role="search">
      <TextInput
        data-autofocus
        autoFocus
        aria-label={texts.find}
        placeholder={texts.find}
        value={find.query}
        error={find.query !== '' && count === 0}
        className={classes.findInput}
        onChange={(event) => find.search(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') find.step(event.shiftKey ? -1 : 1, count);
          else if (event.key === 'Escape') find.close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span className={classes.findCount} role="status">
        {said}
      </span>
      <ActionIcon
        aria-label={texts.findPrevious}
        title={texts.findPrevious}
        disabled={count === 0}
        onClick={() => find.step(-1, count)}
      >
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon
        aria-label={texts.findNext}
        title={texts.findNext}
        disabled={count === 0}
        onClick={() => find.step(1, count)}
      >
        <IconChevronDown size={16} />
      </ActionIcon>
      <ActionIcon aria-label={texts.closeFind} title={texts.closeFind} onClick={find.close}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
