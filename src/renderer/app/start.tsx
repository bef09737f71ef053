import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '../ui/theme.css';
import '../ui/mantine.css';
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AppError } from '../../shared/errors.ts';
import { createCommandsStore } from '../state/commands.ts';
import { createJobsStore } from '../state/jobs.ts';
import { createPreferencesStore } from '../state/preferences.ts';
import { createViewStore } from '../state/view.ts';
import { App } from './app.tsx';
import type { AppParts } from './context.tsx';
import { watchPageErrors } from './page-errors.ts';
import { createApi } from './rpc.ts';
import { ACCOUNT_KEY } from './use-account.ts';
import type { Connection } from './rpc-start.ts';

/** Makes the parts of the page and shows it. */
export function start(element: HTMLElement, connection: Connection): void {
  const api = createApi(connection);
  // As with notes: a core that is gone is no reason for a second error.
  const tellError = watchPageErrors(
    window,
    (error) => void api.app.reportPageError(error).catch(() => undefined),
    Date.now,
  );
  const parts = {
    api,
    host: connection.host,
    connection,
    platform: /mac/i.test(navigator.platform) ? 'mac' : 'other',
    preferences: createPreferencesStore(),
    view: createViewStore(),
    jobs: createJobsStore(),
    commands: createCommandsStore(),
    // What cannot be told to the core is forgotten: nobody must wait for it, or read of it.
    note: (event) => void api.telemetry.note({ event }).catch(() => undefined),
    clock: () => Date.now(),
  } as const satisfies AppParts;
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // Signed out meanwhile: the screen for it is a question away.
      onError: (error) => {
        if (!(error instanceof AppError) || error.code !== 'LOGIN_REQUIRED') return;
        void queries.invalidateQueries({ queryKey: ACCOUNT_KEY, exact: true });
      },
    }),
    defaultOptions: {
      // The core retries what can be retried and says what cannot; the page does not guess.
      queries: { retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false },
      // What a form sent may be a password, and it is kept as long as the answer: no longer than the form that shows it.
      mutations: { retry: false, gcTime: 0 },
    },
  });
  createRoot(element, { onCaughtError: tellError }).render(
    <StrictMode>
      <App parts={parts} queries={queries} />
    </StrictMode>,
  );
}
