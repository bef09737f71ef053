import { useState } from 'react';

export type Find = {
  readonly isOpen: boolean;
  readonly query: string;
  /** Which match is the current one; meaningful while there are matches. */
  readonly current: number;
  open(): void;
  close(): void;
  search(query: string): void;
  step(by: 1 | -1, count: number): void;
};

/** The state of a find bar; a new `request` opens it. What matches is the view's business. */
export function useFind(request: number): Find {
  const [seen, setSeen] = useState(0);
  const [state, setState] = useState({ isOpen: false, query: '', current: 0 });
  if (request !== seen) {
    setSeen(request);
    setState({ ...state, isOpen: true });
  }
  return {
    ...state,
    query: state.isOpen ? state.query : '',
    open: () => setState((now) => ({ ...now, isOpen: true })),
    close: () => setState((now) => ({ ...now, isOpen: false })),
    search: (query) => setState({ isOpen: true, query, current: 0 }),
    step: (by, count) =>
      setState((now) => ({
        ...now,
        current: count === 0 ? 0 : (Math.min(now.current, count - 1) + by + count) % count,
      })),
  };
}
