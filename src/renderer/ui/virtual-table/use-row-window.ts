import { useCallback, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
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
  const isFollowing = useRef(following);
  const measure = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const next = viewportAt(element.scrollTop, element.clientHeight);
    setView((before) => {
      // While it follows, only its height says what is drawn: it scrolls with every row that comes.
      const first = isFollowing.current ? before.first : next.first;
      return before.first === first && before.fit === next.fit ? before : { first, fit: next.fit };
    });
  }, [scroller]);

  useLayoutEffect(() => {
    isFollowing.current = following;
    measure();
  }, [following, measure]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [scroller, measure]);

  const scrollToRow = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (element === null) return;
      const top = scrollTopFor(index, element.scrollTop, element.clientHeight);
      if (top === null) return;
      element.scrollTo({ top });
      measure();
    },
    [scroller, measure],
  );
  const indices = useMemo(() => rowsToDraw(view, { count, selected, following }), [view, count, selected, following]);
  return { indices, scrollToRow };
}
