import { useState, type PointerEvent } from 'react';
import { clampWidth } from './grid-columns.ts';
import type { ColumnWidths, GridColumn } from './grid-types.ts';

type Drag = { readonly column: string; readonly width: number; readonly startX: number; readonly startWidth: number };

export type ColumnWidthsControl<Row> = {
  /** Widths now, the drag in progress included. */
  readonly widths: ColumnWidths;
  readonly start: (column: GridColumn<Row>, event: PointerEvent<HTMLElement>) => void;
  readonly move: (column: GridColumn<Row>, event: PointerEvent<HTMLElement>) => void;
  readonly end: () => void;
  /** Sets a width at once (keyboard); null gives the column its first width back. */
  readonly set: (column: GridColumn<Row>, width: number | null) => void;
};

/** Dragging of column borders. `onWidths` hears the result once, when the drag ends. */
export function useColumnWidths<Row>(
  saved: ColumnWidths,
  onWidths: (widths: ColumnWidths) => void,
): ColumnWidthsControl<Row> {
  const [drag, setDrag] = useState<Drag | null>(null);
  return {
    widths: drag === null ? saved : { ...saved, [drag.column]: drag.width },
    start(column, event) {
      const width = event.currentTarget.parentElement?.getBoundingClientRect().width ?? column.width;
      event.currentTarget.setPointerCapture(event.pointerId);
      event.preventDefault();
      setDrag({ column: column.id, width, startX: event.clientX, startWidth: width });
    },
    move(column, event) {
      if (drag?.column !== column.id) return;
      setDrag({ ...drag, width: clampWidth(drag.startWidth + event.clientX - drag.startX, column) });
    },
    end() {
      if (drag === null) return;
      setDrag(null);
      if (drag.width !== drag.startWidth) onWidths({ ...saved, [drag.column]: drag.width });
    },
    set(column, width) {
      onWidths({ ...saved, [column.id]: width === null ? 0 : clampWidth(width, column) });
    },
  };
}
