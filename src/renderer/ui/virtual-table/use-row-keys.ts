import { useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { indexAfterKey } from './grid-keys.ts';
import { HEADER_HEIGHT, ROW_HEIGHT } from './metrics.ts';

type RowKeysOptions = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly count: number;
  readonly selected: number;
  /** `extend`: Shift was held, all rows on the way are selected too. */
  readonly moveTo: (index: number, extend: boolean) => void;
  readonly onAll: (() => void) | undefined;
  readonly onToggle: (() => void) | undefined;
  readonly onOpen: (() => void) | undefined;
  readonly onPeek: (() => void) | undefined;
  readonly onEscape: (() => void) | undefined;
  readonly onCopy: (() => void) | undefined;
  /** Told where the row's menu is to open. */
  readonly onMenu: ((x: number, y: number) => void) | undefined;
};

/** Keys of the rows, and the focus that follows the selected row when a key moved it. */
export function useRowKeys(options: RowKeysOptions): { readonly onKeyDown: (event: KeyboardEvent) => void } {
  const { scroller, count, selected } = options;
  const focusMoves = useRef(false);

  useLayoutEffect(() => {
    if (!focusMoves.current) return;
    focusMoves.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${selected}"]`)?.focus({ preventScroll: true });
  });

  const menuAt = (event: KeyboardEvent): (() => void) | undefined => {
    const { onMenu } = options;
    if (onMenu === undefined || !(event.target instanceof Element)) return undefined;
    const box = event.target.getBoundingClientRect();
    // After the key event has run its course: a menu that opens within it is closed by the listeners that hear it next.
    return () => void setTimeout(() => onMenu(box.left + 24, box.bottom), 0);
  };
  const actionFor = (event: KeyboardEvent): (() => void) | undefined => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c') {
      // Text that the user marked by hand is what they want to copy.
      return window.getSelection()?.isCollapsed === false ? undefined : options.onCopy;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') return options.onAll;
    if (event.ctrlKey && event.key === ' ') return options.onToggle;
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) return menuAt(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    switch (event.key) {
      case 'Enter':
        return options.onOpen;
      case ' ':
        return options.onPeek ?? (() => undefined);
      case 'Escape':
        return options.onEscape;
      default:
        return undefined;
    }
  };

  return {
    onKeyDown(event) {
      // Links and buttons inside a cell keep their own Enter and Space.
      if (event.target instanceof HTMLElement && event.target.closest('[data-index]') !== event.target) return;
      const action = actionFor(event);
      if (action !== undefined) {
        event.preventDefault();
        action();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const height = (scroller.current?.clientHeight ?? 0) - HEADER_HEIGHT;
      const next = indexAfterKey(event.key, selected, count, Math.max(1, Math.floor(height / ROW_HEIGHT) - 1));
      if (next === null) return;
      event.preventDefault();
      focusMoves.current = true;
      options.moveTo(next, event.shiftKey);
    },
  };
}
