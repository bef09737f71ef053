import { useLayoutEffect, useMemo, useState, type RefObject } from 'react';
import { rowsToDraw, scrollTopFor, viewportAt, type Viewport } from './row-range.ts';

type WindowOptions = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly count: number;
  readonly selected: number;
  readonly following: boolean;
};

export type RowWindow = {
  /** Indices to draw, ascending. */
  readonly indices: ReadonlyArray<number>;
  readonly scrollToRow: (index: number) => void;
};

const NOTHING: Viewport = { first: 0, fit: 0 };

/**
 * The rows in view. The selected row is always among them: an element that is gone cannot keep the focus, and a
 * keyboard user would fall out of the table.
 */
export function useRowWindow({ scroller, count, selected, following }: WindowOptions): RowWindow {
  const [view, setView] = useState(NOTHING);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const next = viewportAt(element.scrollTop, element.clientHeight);
      setView((before) => {
        // While it follows, only its height says what is drawn: it scrolls with every row that comes.
        const first = following ? before.first : next.first;
        return before.first === first && before.fit === next.fit ? before : { first, fit: next.fit };
      });
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [scroller, following]);

  const scrollToRow = (index: number): void => {
    const element = scroller.current;
    const top = element === null ? null : scrollTopFor(index, element.scrollTop, element.clientHeight);
    if (element === null || top === null) return;
    element.scrollTo({ top });
    // The browser tells of the new position only with the next frame; the row is wanted now, to get the focus.
    element.dispatchEvent(new Event('scroll'));
  };
  const indices = useMemo(() => rowsToDraw(view, { count, selected, following }), [view, count, selected, following]);
  return { indices, scrollToRow };
}
