/** Exact bytes of a key, value or header, from `start`: the contract's `records.bytes`. */
export type LoadPart = (start: number, signal: AbortSignal) => Promise<BytesPart>;
export type BytesPart = { readonly base64: string; readonly size: number; readonly end: number };

export type ViewMode = 'tree' | 'text' | 'raw' | 'hex';

/** Where a node of a document is: keys by their meaning, places in lists by number. */
export type NodePath = ReadonlyArray<string | number>;

/** Something to do with a node of the tree, offered in its menu. */
export type NodeAction = { readonly id: string; readonly label: string; run(path: NodePath): void };

/** The sentences of the value view, from the catalogue. */
export type ValueTexts = {
  readonly modes: Readonly<Record<ViewMode, string>>;
  readonly modeLabel: string;
  readonly tree: string;
  readonly find: string;
  readonly findNext: string;
  readonly findPrevious: string;
  readonly closeFind: string;
  readonly noMatch: string;
  matchOf(index: number, count: number, capped: boolean): string;
  readonly copyValue: string;
  readonly copyPath: string;
  readonly copyKey: string;
  readonly foldAll: string;
  readonly unfoldAll: string;
  readonly tombstone: string;
  readonly empty: string;
  readonly noKey: string;
  readonly emptyKey: string;
  readonly showMore: string;
  readonly loading: string;
  shownOf(shown: number, size: number): string;
  characters(count: number): string;
};
