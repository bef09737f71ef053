import type { Log } from '../logging/index.ts';
import type { Analytics, AnalyticsOptions } from './analytics.ts';
import { errorEvent, type ErrorEvent, type ErrorFacts } from './error-event.ts';
import type { ErrorReporter, StartErrorReporter } from './error-reporter.ts';
import type { Post } from './post.ts';
import type { SentLog } from './sent-log.ts';
import type { TelemetryTargets } from './targets.ts';
import type { TelemetryEvent } from '../../shared/telemetry.ts';

export type RunOptions = {
  readonly targets: TelemetryTargets;
  readonly post: Post;
  /** Absent on hosts that send no error reports. */
  readonly startErrorReporter?: StartErrorReporter | undefined;
  readonly facts: ErrorFacts;
  /** The masker, over what is left of a report all the same. */
  readonly mask: (value: unknown) => unknown;
  readonly log: Pick<Log, 'warn' | 'error'>;
  /** Loads the sender of analytics. */
  readonly loadAnalytics?: () => Promise<{ readonly startAnalytics: (options: AnalyticsOptions) => Analytics }>;
  readonly pauseMs?: number;
};

/** What sends, from an agreement to its end. */
export type Run = {
  note(event: TelemetryEvent): void;
  report(error: unknown, procedure: string | null): void;
  /** From here on nothing leaves any more, also not what was waiting. */
  end(): Promise<void>;
};

/** Reports of one run: an error in a loop must not become a flood. */
const MAX_ERRORS = 20;

/** Loads what is needed, and only where there is an address for it. */
export function startRun(options: RunOptions, installId: string, sent: SentLog): Run {
  const ended = new AbortController();
  const failed = (part: string) => (error: unknown) => {
    options.log.warn('telemetry.load', { part, error });
    return null;
  };
  const analytics = beginAnalytics(options, installId, sent).catch(failed('analytics'));
  const reporter = beginReporter(options, sent, ended.signal).catch(failed('error reports'));
  let errors = 0;
  return {
    note: (event) => void analytics.then((each) => each?.note(event)),
    report(error, procedure) {
      errors += 1;
      if (errors <= MAX_ERRORS) void reporter.then((each) => each?.report(error, procedure));
    },
    async end() {
      ended.abort();
      await Promise.all([analytics.then((each) => each?.stop()), reporter.then((each) => each?.stop())]);
    },
  };
}

async function beginAnalytics(options: RunOptions, installId: string, sent: SentLog): Promise<Analytics | null> {
  const { targets, post, pauseMs } = options;
  if (targets.analytics === null) return null;
  const load = options.loadAnalytics ?? (() => import('./analytics.ts'));
  const { startAnalytics } = await load();
  const pause = pauseMs === undefined ? {} : { pauseMs };
  return startAnalytics({ url: targets.analytics.url, installId, post, sent, ...pause });
}

async function beginReporter(options: RunOptions, sent: SentLog, ended: AbortSignal): Promise<ErrorReporter | null> {
  const { targets, startErrorReporter, post, facts, mask, log } = options;
  if (targets.errors === null || startErrorReporter === undefined) return null;
  return startErrorReporter({
    dsn: targets.errors.dsn,
    // The masker gives back what it is given, with other strings in it.
    scrub: (raw, error, procedure) => mask(errorEvent(raw, error, { ...facts, procedure })) as ErrorEvent,
    send: async (url, headers, body) => {
      if (ended.aborted) return 0;
      const tell = sent.begin('error report', body);
      const status = await post({ url, purpose: 'error report', headers, body }).catch(() => 0);
      tell(status >= 200 && status < 300 ? 'sent' : 'lost');
      return status;
    },
    onRejection: (error) => log.error('rejection', { error }),
  });
}
