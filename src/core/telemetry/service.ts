import type { TelemetryInfo } from '../../shared/contract/telemetry.ts';
import { AppError } from '../../shared/errors.ts';
import { CONSENT_TEXT, type TelemetryEvent } from '../../shared/telemetry.ts';
import type { TelemetryStore } from '../settings/index.ts';
import { errorEvent } from './error-event.ts';
import { startRun, type Run, type RunOptions } from './run.ts';
import { createSentLog } from './sent-log.ts';

export type TelemetryOptions = RunOptions & {
  readonly store: TelemetryStore;
  readonly clock: () => number;
  /** A random UUID. */
  readonly newId: () => string;
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

/** Begins at once where the user agreed before. */
export function createTelemetry(options: TelemetryOptions): Telemetry {
  const { store, clock, newId } = options;
  const sent = createSentLog(clock);
  let run: Run | null = null;

  /** Nothing runs, and nothing is loaded, but with an agreement to today's text. */
  function restart(): void {
    void run?.end();
    const agreement = store.get();
    run = agreement?.textVersion === CONSENT_TEXT.version ? startRun(options, agreement.installId, sent) : null;
  }

  function info(): TelemetryInfo {
    const { targets, startErrorReporter } = options;
    const agreement = store.get();
    const isCurrent = agreement?.textVersion === CONSENT_TEXT.version;
    return {
      isOn: isCurrent,
      agreed: agreement === null ? null : { at: agreement.at, textVersion: agreement.textVersion },
      mustAskAgain: agreement !== null && !isCurrent,
      installId: agreement?.installId ?? null,
      analyticsAddress: targets.analytics?.shown ?? null,
      errorAddress: startErrorReporter === undefined ? null : (targets.errors?.shown ?? null),
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
    note: (event) => run?.note(event),
    report: (error, procedure) => run?.report(error, procedure),
    close: async () => run?.end(),
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
