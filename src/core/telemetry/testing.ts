import { createMasker } from '../logging/index.ts';
import type { TelemetryAgreement, TelemetryStore } from '../settings/index.ts';
import type { RunOptions } from './run.ts';
import { createTelemetry, type Telemetry, type TelemetryOptions } from './service.ts';

/** What the tests of this room share: a store in memory, a sink, a count of what was loaded. */

export type Posted = { readonly url: string; readonly purpose: string; readonly body: string };

export type Stage = {
  readonly telemetry: Telemetry;
  readonly posted: Posted[];
  readonly loaded: string[];
  /** What the store holds. */
  agreement(): TelemetryAgreement | null;
};

export const TARGETS: RunOptions['targets'] = {
  analytics: {
    url: 'https://sink.example/mp/collect?measurement_id=G-1&api_secret=s3cr3t',
    shown: 'https://sink.example/mp/collect?measurement_id=G-1',
  },
  errors: { dsn: 'https://key@errors.example/1', shown: 'https://errors.example/1' },
};

export function stage(
  changes: Partial<TelemetryOptions> & { readonly stored?: TelemetryAgreement | null } = {},
): Stage {
  const { stored = null, ...options } = changes;
  let agreement = stored;
  const posted: Posted[] = [];
  const loaded: string[] = [];
  let ids = 0;
  const store: TelemetryStore = {
    get: () => agreement,
    save: async (next) => {
      agreement = next;
    },
  };
  const telemetry = createTelemetry({
    store,
    targets: TARGETS,
    post: async ({ url, purpose, body }) => {
      posted.push({ url, purpose, body });
      return 204;
    },
    startErrorReporter: async ({ send, scrub }) => {
      loaded.push('error reports');
      return {
        report: (error, procedure) =>
          void send('https://errors.example/api/1/envelope/', {}, JSON.stringify(scrub({}, error, procedure))),
        stop: async () => undefined,
      };
    },
    facts: { version: '1.2.3', platform: 'linux', arch: 'x64', bundles: '/opt/conduktor/dist' },
    mask: createMasker().value,
    clock: () => 1_000,
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    log: { warn: () => undefined, error: () => undefined },
    loadAnalytics: () => {
      loaded.push('analytics');
      return import('./analytics.ts');
    },
    pauseMs: 1,
    ...options,
  });
  return { telemetry, posted, loaded, agreement: () => agreement };
}

/** What is expected to come is waited for, however busy the machine. */
export const WAIT = { timeout: 20_000, interval: 5 };

/** What must not come gets its turn: what would send it is loaded, and many times the pause goes by. */
export async function settle(): Promise<void> {
  await import('./analytics.ts');
  await new Promise((resolve) => setTimeout(resolve, 50));
}
