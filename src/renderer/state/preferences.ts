import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Preferences } from '../../shared/contract/app.ts';

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  time: 'local',
  railCollapsed: false,
  workspaces: {},
  layout: {},
  topics: {},
};

export type PreferencesState = {
  readonly preferences: Preferences;
  /** False until the core has told what was kept; nothing is saved before that. */
  readonly isLoaded: boolean;
  load(preferences: Preferences): void;
  update(change: (preferences: Preferences) => Partial<Preferences>): void;
};
export type PreferencesStore = StoreApi<PreferencesState>;

/** What the screen remembers, as the page holds it between saves. */
export function createPreferencesStore(): PreferencesStore {
  return createStore<PreferencesState>((set) => ({
    preferences: DEFAULT_PREFERENCES,
    isLoaded: false,
    load: (preferences) => set({ preferences, isLoaded: true }),
    update: (change) => set(({ preferences }) => ({ preferences: { ...preferences, ...change(preferences) } })),
  }));
}

export type Saver = { flush(): void; stop(): void };

/** Saves changes after a pause of `delayMs`, so that dragging a column does not write a file sixty times a second. */
export function savePreferencesOnChange(
  store: PreferencesStore,
  save: (preferences: Preferences) => void,
  delayMs: number,
): Saver {
  let timer: ReturnType<typeof setTimeout> | null = null;
  function flush(): void {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    save(store.getState().preferences);
  }
  const unsubscribe = store.subscribe((state, before) => {
    if (!before.isLoaded || state.preferences === before.preferences) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(flush, delayMs);
  });
  return {
    flush,
    stop() {
      flush();
      unsubscribe();
    },
  };
}
