import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { TelemetryEvent } from '../../shared/telemetry.ts';
import type { CommandsStore } from '../state/commands.ts';
import type { JobsStore } from '../state/jobs.ts';
import type { PreferencesState, PreferencesStore } from '../state/preferences.ts';
import type { ViewState, ViewStore } from '../state/view.ts';
import type { KeyPlatform } from '../ui/keys.ts';
import type { Api } from './rpc.ts';
import type { Connection } from './rpc-start.ts';

/** What the page is made of, made once in start.tsx and handed down: there are no global objects. */
export type AppParts = {
  readonly api: Api;
  readonly host: 'desktop' | 'console';
  readonly connection: Connection;
  readonly platform: KeyPlatform;
  readonly preferences: PreferencesStore;
  readonly view: ViewStore;
  readonly jobs: JobsStore;
  readonly commands: CommandsStore;
  /** Tells the core what happened on the screen; it is forgotten there unless the user agreed (use-notes.ts). */
  readonly note: (event: TelemetryEvent) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

const AppContext = createContext<AppParts | null>(null);

export function AppProvider({ parts, children }: { readonly parts: AppParts; readonly children: ReactNode }) {
  return <AppContext value={parts}>{children}</AppContext>;
}

export function useApp(): AppParts {
  const parts = use(AppContext);
  if (parts === null) throw new Error('Used outside AppProvider.');
  return parts;
}

/** The contract as functions; use it inside TanStack Query's `queryFn` and hand its signal on. */
export function useApi(): Api {
  return useApp().api;
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useApp().view, select);
}

export function usePreferences<T>(select: (preferences: PreferencesState['preferences']) => T): T {
  return useStore(useApp().preferences, (state) => select(state.preferences));
}
