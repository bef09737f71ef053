import { createStore, type StoreApi } from 'zustand/vanilla';
import { EMPTY_DRAFT, lineText, withText, type FilterDraft } from './filter-draft.ts';

/** Lines kept for the arrow keys. */
const MAX_HISTORY = 50;

/**
 * The filter bar while it is edited, outside React's state of the screen: a key pressed in it draws the bar and nothing
 * else, however many rows arrive meanwhile.
 */
export type FilterBarState = {
  readonly draft: FilterDraft;
  /** Lines searched for, the newest last. */
  readonly history: ReadonlyArray<FilterDraft['line']>;
  /** Place in the history while the arrow keys walk through it; null: at the line itself. */
  readonly place: number | null;
  /** The line that was being typed when the walk began. */
  readonly kept: FilterDraft['line'] | null;
  edit(change: (draft: FilterDraft) => FilterDraft): void;
  remember(): void;
  /** -1: older, 1: newer. False where there is nothing further. */
  walk(step: -1 | 1): boolean;
};
export type FilterStore = StoreApi<FilterBarState>;

export function createFilterStore(): FilterStore {
  return createStore<FilterBarState>((set, get) => ({
    draft: EMPTY_DRAFT,
    history: [],
    place: null,
    kept: null,
    edit: (change) => set(({ draft }) => ({ draft: change(draft), place: null, kept: null })),
    remember() {
      const { draft, history } = get();
      const text = lineText(draft.line);
      if (text.trim() === '') return;
      const others = history.filter((each) => each.mode !== draft.line.mode || lineText(each) !== text);
      set({ history: [...others, draft.line].slice(-MAX_HISTORY), place: null, kept: null });
    },
    walk(step) {
      const { draft, history, place, kept } = get();
      const from = place ?? history.length;
      const to = from + step;
      // What was searched for last is what stands in the line: the first step up is to the one before it.
      const entry = history[to];
      if (to === history.length && kept !== null) {
        set({ draft: { ...draft, line: kept }, place: null, kept: null });
        return true;
      }
      if (entry === undefined) return false;
      const line = withText({ ...entry, texts: draft.line.texts }, lineText(entry));
      set({ draft: { ...draft, line }, place: to, kept: kept ?? draft.line });
      if (step === -1 && place === null && lineText(line) === lineText(draft.line) && to > 0) return get().walk(-1);
      return true;
    },
  }));
}
