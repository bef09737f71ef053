import type { TelemetryInfo } from '../../shared/contract/telemetry.ts';
import { AppError } from '../../shared/errors.ts';
import { CONSENT_TEXT, type TelemetryEvent } from '../../shared/telemetry.ts';
import type { Log } from '../logging/index.ts';
import type { TelemetryStore } from '../settings/index.ts';
import type { Analytics } from './analytics.ts';
import { errorEvent, type ErrorEvent, type ErrorFacts } from './error-event.ts';
import type { ErrorReporter, StartErrorReporter } from './error-reporter.ts';
import type { Post } from './post.ts';
import { createSentLog } from './sent-log.ts';
import type { TelemetryTargets } from './targets.ts';

export type TelemetryOptions = {
  readonly store: TelemetryStore;
  readonly targets: TelemetryTargets;
  readonly post: Post;
  /** Absent on hosts that send no error reports. */
  readonly startErrorReporter?: StartErrorReporter | undefined;
  readonly facts: ErrorFacts;
  /** The masker, over what is left of a report all the same. */
  readonly mask: (value: unknown) => unknown;
  readonly clock: () => number;
  /** A random UUID. */
  readonly newId: () => string;
  readonly log: Log;
  /** Loads the sender of analytics. */
  readonly loadAnalytics?: () => Promise<typeof import('./analytics.ts')>;
  readonly pauseMs?: number;
};

export type Telemetry = {
  info(): TelemetryInfo;
  setConsent(choice: { readonly isOn: boolean; readonly textVersion: number }): Promise<TelemetryInfo>;
  newId(): Promise<TelemetryInfo>;
  note(event: TelemetryEvent): void;
  /** A bug, and the procedure it came up in. */
  report(error: unknown, procedure: string | null): void;
  close(): Promise<void>;
};

/** Reports of one run: an error in a loop must not become a flood. */
const MAX_ERRORS = 20;

/** What runs while the user agrees. */
type Running = {
  readonly analytics: Promise<Analytics | null>;
  readonly reporter: Promise<ErrorReporter | null>;
  readonly end: () => void;
};

/** Begins at once where the user agreed before. */
export function createTelemetry(options: TelemetryOptions): Telemetry {
  const { store, targets, clock, newId, log } = options;
  const sent = createSentLog(clock);
  const load = options.loadAnalytics ?? (() => import('./analytics.ts'));
  let running: Running | null = null;
  let errors = 0;

  /** Nothing is loaded here but with an agreement to today's text, and an address. */
  function restart(): void {
    stop();
    const agreement = store.get();
    if (agreement?.textVersion !== CONSENT_TEXT.version) return;
    const failed = (part: string) => (error: unknown) => {
      log.warn('telemetry.load', { part, error });
      return null;
    };
    const run = new AbortController();
    running = {
      analytics: beginAnalytics(agreement.installId).catch(failed('analytics')),
      reporter: beginReporter(run.signal).catch(failed('error reports')),
      end: () => run.abort(),
    };
  }

  async function beginAnalytics(installId: string): Promise<Analytics | null> {
    if (targets.analytics === null) return null;
    const { startAnalytics } = await load();
    const { post, pauseMs } = options;
    return startAnalytics({
      url: targets.analytics.url,
      installId,
      post,
      sent,
      ...(pauseMs === undefined ? {} : { pauseMs }),
    });
  }

  async function beginReporter(withdrawn: AbortSignal): Promise<ErrorReporter | null> {
    const { startErrorReporter, post, facts, mask } = options;
    if (targets.errors === null || startErrorReporter === undefined) return null;
    return startErrorReporter({
      dsn: targets.errors.dsn,
      // The masker gives back what it is given, with other strings in it.
      scrub: (raw, error, procedure) => mask(errorEvent(raw, error, { ...facts, procedure })) as ErrorEvent,
      send: async (url, headers, body) => {
        if (withdrawn.aborted) return 0;
        const ended = sent.begin('error report', body);
        const status = await post({ url, purpose: 'error report', headers, body }).catch(() => 0);
        ended(status >= 200 && status < 300 ? 'sent' : 'lost');
        return status;
      },
      onRejection: (error) => log.error('rejection', { error }),
    });
  }

  function stop(): void {
    const before = running;
    running = null;
    before?.end();
    void before?.analytics.then((analytics) => analytics?.stop());
    void before?.reporter.then((reporter) => reporter?.stop());
  }

  function info(): TelemetryInfo {
    const agreement = store.get();
    const isCurrent = agreement?.textVersion === CONSENT_TEXT.version;
    const canReport = options.startErrorReporter !== undefined;
    return {
      isOn: isCurrent,
      agreed: agreement === null ? null : { at: agreement.at, textVersion: agreement.textVersion },
      mustAskAgain: agreement !== null && !isCurrent,
      installId: agreement?.installId ?? null,
      analyticsAddress: targets.analytics?.shown ?? null,
      errorAddress: canReport ? (targets.errors?.shown ?? null) : null,
      errorExample: JSON.stringify(exampleOf(options)),
      sent: sent.list(),
    };
  }

  restart();
  return {
    info,
    async setConsent({ isOn, textVersion }) {
      if (isOn && textVersion !== CONSENT_TEXT.version) {
        throw new AppError('BAD_INPUT', 'The text you agreed to is not the one of this version.', {
          hint: 'Reload the window and look at it again.',
        });
      }
      await store.save(isOn ? { at: clock(), textVersion, installId: newId() } : null);
      restart();
      return info();
    },
    async newId() {
      const agreement = store.get();
      if (agreement !== null) await store.save({ ...agreement, installId: newId() });
      restart();
      return info();
    },
    note(event) {
      void running?.analytics.then((analytics) => analytics?.note(event));
    },
    report(error, procedure) {
      if (running === null || errors >= MAX_ERRORS) return;
      errors += 1;
      void running.reporter.then((reporter) => reporter?.report(error, procedure));
    },
    async close() {
      const before = running;
      stop();
      await before?.reporter.then((reporter) => reporter?.stop());
    },
  };
}

/** An error with a host and a topic in its message, and what is left of it. */
function exampleOf({ facts, mask, clock }: TelemetryOptions): unknown {
  const error = new AppError('TOPIC_NOT_FOUND', 'The topic invoices is not on broker-1.example.com.');
  const frames = [{ filename: `${facts.bundles}/main/index.cjs`, lineno: 1204, colno: 17 }];
  const raw = {
    event_id: '7c5f0c2e9b1d4f6a8e3b5d7f9a1c3e5f',
    timestamp: clock() / 1000,
    exception: { values: [{ type: error.name, stacktrace: { frames } }] },
  };
  return mask(errorEvent(raw, error, { ...facts, procedure: 'topics.list' }));
}
