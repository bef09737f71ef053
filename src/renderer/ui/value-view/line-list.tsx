import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import classes from './value-view.module.css';

type LineListProps = {
  readonly label: string;
  readonly count: number;
  readonly render: (index: number) => ReactNode;
  /** The line to bring into view; again whenever it changes. */
  readonly reveal: number | null;
  readonly role?: 'tree' | 'document';
  readonly activeId?: string | undefined;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly footer?: ReactNode;
};

const LINE_HEIGHT = 19;
/** Up to here all lines stay in the page, so that text can be marked across all of it. */
const PLAIN_LIMIT = 300;

/** Lines of unequal height; only those in view are in the page where there are many. */
export function LineList(props: LineListProps): ReactElement {
  const { count, render, reveal } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are not handed to memoised children
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: count <= PLAIN_LIMIT ? PLAIN_LIMIT : 20,
  });
  useEffect(() => {
    if (reveal !== null && reveal >= 0) virtualizer.scrollToIndex(reveal, { align: 'auto' });
  }, [virtualizer, reveal]);
  return (
    <div
      ref={scroller}
      data-lines=""
      className={classes.lines}
      role={props.role ?? 'document'}
      aria-label={props.label}
      aria-activedescendant={props.activeId}
      tabIndex={0}
      onKeyDown={props.onKeyDown}
    >
      <div role="presentation" className={classes.linesBody} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => (
          <div
            key={item.key}
            role="presentation"
            ref={virtualizer.measureElement}
            data-index={item.index}
            className={classes.lineSlot}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {render(item.index)}
          </div>
        ))}
      </div>
      {props.footer}
    </div>
  );
}
