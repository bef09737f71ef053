import { useMemo, type ReactElement, type ReactNode } from 'react';
import { FindBar } from './find-bar.tsx';
import { BYTES_PER_LINE, findInBytes, hexLine } from './hex-lines.ts';
import { LineList } from './line-list.tsx';
import type { ValueTexts } from './types.ts';
import type { Find } from './use-find.ts';
import classes from './value-view.module.css';

type HexViewProps = {
  readonly bytes: Uint8Array;
  readonly label: string;
  readonly find: Find;
  readonly texts: ValueTexts;
  readonly footer?: ReactNode;
};

/** Bytes as offset, hexadecimal and ASCII. Find takes text or hex digits. */
export function HexView({ bytes, label, find, texts, footer }: HexViewProps): ReactElement {
  const matches = useMemo(() => findInBytes(bytes, find.query), [bytes, find.query]);
  const current = matches[Math.min(find.current, matches.length - 1)];
  const found = useMemo(() => new Set(matches), [matches]);
  return (
    <>
      <FindBar find={find} count={matches.length} capped={false} texts={texts} />
      <LineList
        label={label}
        count={Math.ceil(bytes.length / BYTES_PER_LINE)}
        reveal={current ?? null}
        footer={footer}
        render={(index) => {
          const line = hexLine(bytes, index);
          return (
            <div
              className={classes.hexLine}
              data-found={found.has(index) ? '' : undefined}
              data-current={index === current ? '' : undefined}
            >
              <span className={classes.hexOffset}>{line.offset}</span>
              <span>{line.hex}</span>
              <span className={classes.hexAscii}>{line.ascii}</span>
            </div>
          );
        }}
      />
    </>
  );
}
