import type { TreeIndex } from './json-index.ts';

export type TreeKeyState = {
  readonly nodes: TreeIndex;
  /** Indices shown, in order. */
  readonly lines: ReadonlyArray<number>;
  readonly folded: ReadonlySet<number>;
  readonly active: number;
};

export type TreeChange =
  { readonly kind: 'move'; readonly to: number } | { readonly kind: 'toggle' | 'copy-value' | 'copy-path' | 'menu' };

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** What a key does in a tree (the ARIA tree pattern); null where it does nothing. */
export function treeKey(event: Key, state: TreeKeyState): TreeChange | null {
  const { nodes, lines, folded, active } = state;
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== 'c') return null;
    return { kind: event.shiftKey ? 'copy-path' : 'copy-value' };
  }
  if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) return { kind: 'menu' };
  const place = lines.indexOf(active);
  const node = nodes[active];
  const isContainer = node !== undefined && node.end > active + 1;
  const move = (to: number | undefined): TreeChange | null =>
    to === undefined || to < 0 ? null : { kind: 'move', to };
  switch (event.key) {
    case 'ArrowDown':
      return move(lines[place + 1]);
    case 'ArrowUp':
      return move(lines[place - 1]);
    case 'Home':
      return move(lines[0]);
    case 'End':
      return move(lines.at(-1));
    case 'ArrowRight':
      if (!isContainer) return null;
      return folded.has(active) ? { kind: 'toggle' } : move(active + 1);
    case 'ArrowLeft':
      return isContainer && !folded.has(active) ? { kind: 'toggle' } : move(node?.parent);
    case 'Enter':
    case ' ':
      return isContainer ? { kind: 'toggle' } : null;
    default:
      return null;
  }
}
