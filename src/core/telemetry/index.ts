/**
 * Usage and error reports, for those who agreed: the choice, what may be said (shared/telemetry.ts, error-event.ts), and
 * what was said. Without consent, or without an address in this build, nothing that sends is loaded. May touch shared,
 * core/settings' store, core/network by what app.ts hands in, and the guard's Implementer.
 */
export { createTelemetry, type Telemetry, type TelemetryOptions } from './service.ts';
export { createPageErrors } from './page-errors.ts';
export { telemetryProcedures } from './procedures.ts';
export { telemetryTargets } from './targets.ts';
export type { ErrorReporter, ErrorReporterOptions, StartErrorReporter } from './error-reporter.ts';
export type { Post } from './post.ts';
