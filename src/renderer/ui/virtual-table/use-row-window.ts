import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, type RefObject } from 'react';
import { HEADER_HEIGHT, ROW_HEIGHT } from './metrics.ts';

export type RowWindow = {
  /** Indices to draw, ascending. */
  readonly indices: ReadonlyArray<number>;
  readonly scrollToRow: (index: number) => void;
};

/**
 * The rows in view. The selected row is always among them: an element that is gone cannot keep the focus, and a
 * keyboard user would fall out of the table.
 */
export function useRowWindow(scroller: RefObject<HTMLDivElement | null>, count: number, selected: number): RowWindow {
  const rangeExtractor = useCallback(
    (range: Range): number[] => {
      const visible = defaultRangeExtractor(range);
      if (selected < 0 || selected >= range.count || visible.includes(selected)) return visible;
      return [...visible, selected].sort((a, b) => a - b);
    },
    [selected],
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are not handed to memoised children
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    rangeExtractor,
  });
  return {
    indices: virtualizer.getVirtualItems().map((item) => item.index),
    scrollToRow: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
