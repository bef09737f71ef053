import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { savePreferencesOnChange } from '../state/preferences.ts';
import { rememberTheme } from '../ui/color-scheme.ts';
import { useApp } from './context.tsx';

const SAVE_DELAY_MS = 400;
const RETRY_MS = 1000;

/** Brings the kept preferences in once, and takes later changes to the core. */
export function usePreferencesSync(): void {
  const { api, preferences: store } = useApp();
  const { data } = useQuery({
    queryKey: ['app', 'preferences'],
    queryFn: ({ signal }) => api.app.preferences(undefined, { signal }),
    staleTime: Infinity,
    // Nothing may be saved before this has answered, so it is asked for until it does.
    retry: true,
    retryDelay: RETRY_MS,
  });
  useEffect(() => {
    if (data === undefined || store.getState().isLoaded) return;
    store.getState().load(data);
    rememberTheme(data.theme, window.localStorage);
  }, [data, store]);
  useEffect(() => {
    const saver = savePreferencesOnChange(
      store,
      (preferences) => {
        rememberTheme(preferences.theme, window.localStorage);
        // A failed write is no reason to stop anyone: the core logs it, and the next change tries again.
        api.app.savePreferences(preferences).catch(() => undefined);
      },
      SAVE_DELAY_MS,
    );
    window.addEventListener('pagehide', saver.flush);
    return () => {
      window.removeEventListener('pagehide', saver.flush);
      saver.stop();
    };
  }, [api, store]);
}
