import { useMemo, type ReactElement, type ReactNode } from 'react';
import { FindBar } from './find-bar.tsx';
import { LineList } from './line-list.tsx';
import { findInText, lineAt, MAX_MATCHES, piecesOf, splitLines } from './text-lines.ts';
import type { ValueTexts } from './types.ts';
import type { Find } from './use-find.ts';
import classes from './value-view.module.css';

type TextViewProps = {
  readonly text: string;
  readonly label: string;
  readonly find: Find;
  readonly texts: ValueTexts;
  readonly footer?: ReactNode;
};

/** Text of any length, line by line, with find. */
export function TextView({ text, label, find, texts, footer }: TextViewProps): ReactElement {
  const lines = useMemo(() => splitLines(text), [text]);
  const matches = useMemo(() => findInText(text, find.query), [text, find.query]);
  const current = Math.min(find.current, matches.length - 1);
  const currentMatch = matches[current];
  return (
    <>
      <FindBar find={find} count={matches.length} capped={matches.length >= MAX_MATCHES} texts={texts} />
      <LineList
        label={label}
        count={lines.length}
        reveal={currentMatch === undefined ? null : lineAt(lines, currentMatch.start)}
        footer={footer}
        render={(index) => {
          const line = lines[index];
          if (line === undefined) return null;
          return (
            <div className={classes.textLine}>
              {piecesOf(text, line, matches).map((piece, place) =>
                piece.match === null ? (
                  piece.text
                ) : (
                  <mark key={place} data-current={piece.match === current ? '' : undefined}>
                    {piece.text}
                  </mark>
                ),
              )}
            </div>
          );
        }}
      />
    </>
  );
}
