import { TELEMETRY_TARGETS } from '../../shared/product.ts';

export type AnalyticsTarget = {
  /** With the key in it: never shown. */
  readonly url: string;
  readonly shown: string;
};

export type ErrorTarget = { readonly dsn: string; readonly shown: string };

/** Where reports would go; null: nowhere, so nothing is ever sent. */
export type TelemetryTargets = {
  readonly analytics: AnalyticsTarget | null;
  readonly errors: ErrorTarget | null;
};

/** By the build, or by the environment, which is how a company points it at a sink of its own. */
export function telemetryTargets(env: NodeJS.ProcessEnv): TelemetryTargets {
  return {
    analytics: analyticsTarget({
      endpoint: env['CONDUKTOR_GA_ENDPOINT'] ?? TELEMETRY_TARGETS.analyticsEndpoint,
      id: env['CONDUKTOR_GA_ID'] ?? TELEMETRY_TARGETS.measurementId,
      secret: env['CONDUKTOR_GA_SECRET'] ?? TELEMETRY_TARGETS.apiSecret,
    }),
    errors: errorTarget(env['CONDUKTOR_SENTRY_DSN'] ?? TELEMETRY_TARGETS.sentryDsn),
  };
}

function analyticsTarget(given: { endpoint: string; id: string; secret: string }): AnalyticsTarget | null {
  if (given.id === '' || given.secret === '' || !URL.canParse(given.endpoint)) return null;
  const url = new URL(given.endpoint);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/mp/collect`;
  url.search = '';
  const shown = `${url.href}?measurement_id=${encodeURIComponent(given.id)}`;
  return { url: `${shown}&api_secret=${encodeURIComponent(given.secret)}`, shown };
}

/** `https://KEY@host/PROJECT`, as Sentry writes it. */
function errorTarget(dsn: string): ErrorTarget | null {
  if (!URL.canParse(dsn)) return null;
  const { protocol, host, pathname } = new URL(dsn);
  return /^https?:$/.test(protocol) && pathname.length > 1 ? { dsn, shown: `${protocol}//${host}${pathname}` } : null;
}
