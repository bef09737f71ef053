/** Error reports by Sentry's library for Electron. Imported only with consent and an address (core/telemetry). */
import {
  createTransport,
  defaultStackParser,
  NodeClient,
  Scope,
  type ErrorEvent as SentryErrorEvent,
} from '@sentry/electron/main';
import type { ErrorReporter, ErrorReporterOptions } from '../core/telemetry/index.ts';

const FLUSH_LIMIT_MS = 1_000;

/**
 * The client alone, without the library's `init`: that would open IPC channels to every page, wrap child processes, watch
 * sessions and crashes, and send by a way of its own.
 */
export function startErrorReports({ dsn, scrub, send, onRejection }: ErrorReporterOptions): ErrorReporter {
  const client = new NodeClient({
    dsn,
    integrations: [],
    stackParser: defaultStackParser,
    transport: (options) =>
      createTransport(options, async ({ body }) => {
        const headers = { 'content-type': 'application/x-sentry-envelope' };
        const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
        return { statusCode: await send(options.url, headers, text) };
      }),
    sendClientReports: false,
    sendDefaultPii: false,
    includeServerName: false,
    maxBreadcrumbs: 0,
    tracesSampleRate: 0,
    _metadata: { sdk: { name: 'sentry.javascript.electron', settings: { infer_ip: 'never' } } },
    beforeSend: (event, { originalException, data }) => {
      const procedure: unknown = (data as { readonly procedure?: unknown } | undefined)?.procedure;
      const said = scrub(event, originalException, typeof procedure === 'string' ? procedure : null);
      return { ...said, type: undefined } as unknown as SentryErrorEvent;
    },
  });
  client.init();
  const report = (error: unknown, procedure: string | null): void => {
    // The library's own front door would add the error; here nobody does.
    client.captureException(error, { originalException: error, data: { procedure } }, new Scope());
  };
  const onUncaught = (error: unknown): void => report(error, null);
  const onRejected = (error: unknown): void => {
    report(error, null);
    onRejection(error);
  };
  // Watches without catching: what an uncaught error does to the app stays as it is.
  process.on('uncaughtExceptionMonitor', onUncaught);
  process.on('unhandledRejection', onRejected);
  return {
    report,
    async stop() {
      process.off('uncaughtExceptionMonitor', onUncaught);
      process.off('unhandledRejection', onRejected);
      await client.close(FLUSH_LIMIT_MS);
    },
  };
}
