import { use, type ComponentType } from 'react';

/** Rooms are fetched when first needed or, better, in the first idle moment. */
export type LazyRoom<P> = { readonly View: ComponentType<P>; preload(): void };

/**
 * A component loaded on demand. Unlike React.lazy it does not suspend once its code is there: React holds back what comes
 * out of a suspended place for up to 300 ms, and a dialog must not take that long to appear.
 */
export function lazyRoom<P extends object>(load: () => Promise<ComponentType<P>>): LazyRoom<P> {
  let loading: Promise<ComponentType<P>> | null = null;
  function get(): Promise<ComponentType<P>> {
    if (loading !== null) return loading;
    const begun: Promise<ComponentType<P>> = load();
    begun.then(
      // Tells `use` that it need not wait, so that a view which is already here appears in the same frame.
      (value) => void Object.assign(begun, { status: 'fulfilled', value }),
      () => {
        loading = null; // The next attempt fetches again; this one is reported by whoever renders it.
      },
    );
    loading = begun;
    return begun;
  }
  function View(props: P) {
    const Loaded = use(get());
    return <Loaded {...props} />;
  }
  return { View, preload: () => void get() };
}
