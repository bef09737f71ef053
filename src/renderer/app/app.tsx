import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { createMantineTheme } from '../ui/theme.ts';
import { AppProvider, usePreferences, type AppParts } from './context.tsx';
import { Frame } from './frame.tsx';
import { t } from './texts.ts';
import { usePreferencesSync } from './use-preferences-sync.ts';
import { useResolvedScheme } from './use-resolved-scheme.ts';

/** The whole page. */
export function App({ parts, queries }: { readonly parts: AppParts; readonly queries: QueryClient }) {
  return (
    <QueryClientProvider client={queries}>
      <AppProvider parts={parts}>
        <Dressed />
      </AppProvider>
    </QueryClientProvider>
  );
}

function Dressed() {
  usePreferencesSync();
  const scheme = useResolvedScheme(usePreferences((preferences) => preferences.theme));
  const theme = useMemo(() => createMantineTheme({ close: t('common.close') }), []);
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme}>
      <Notifications position="bottom-right" autoClose={3000} transitionDuration={0} />
      <Frame />
    </MantineProvider>
  );
}
