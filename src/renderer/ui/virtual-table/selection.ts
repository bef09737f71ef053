import type { RowKey } from './grid-types.ts';

/** How a click or key changes what is selected: this row alone, this row too or no more, all from the anchor to it. */
export type SelectHow = 'only' | 'toggle' | 'range';

export type Selection = { readonly keys: ReadonlySet<RowKey>; readonly anchor: RowKey | null };

/**
 * The selection after a click or key on the row with `key`. `keysBetween` lists the keys from the anchor to the row, both
 * included; null where the anchor is gone from the list.
 */
export function nextSelection(
  current: Selection,
  key: RowKey,
  how: SelectHow,
  keysBetween: (anchor: RowKey, key: RowKey) => ReadonlyArray<RowKey> | null,
): Selection {
  if (how === 'toggle') {
    const keys = new Set(current.keys);
    if (!keys.delete(key)) keys.add(key);
    return { keys, anchor: key };
  }
  const between = how === 'range' && current.anchor !== null ? keysBetween(current.anchor, key) : null;
  if (between === null) return { keys: new Set([key]), anchor: key };
  return { keys: new Set(between), anchor: current.anchor };
}

type Modifiers = { readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean };

/** What the keys held down say. Shift goes before Ctrl, as in every list of files. */
export function howOf(event: Modifiers): SelectHow {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'only';
}
