import type { ErrorEvent, RawErrorEvent } from './error-event.ts';

/** Sends errors somewhere. The host brings it, because the library for Electron is Electron's. */
export type ErrorReporter = {
  /** `procedure`: where a bug came up, by its name in the contract. */
  report(error: unknown, procedure: string | null): void;
  stop(): Promise<void>;
};

export type ErrorReporterOptions = {
  readonly dsn: string;
  /** What is left of an event: made anew from what may be said, whatever the library put into it. */
  readonly scrub: (event: RawErrorEvent, error: unknown, procedure: string | null) => ErrorEvent;
  /** The only way out. */
  readonly send: (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<number>;
  /** Told rejections nobody handled; they are reported, too. */
  readonly onRejection: (error: unknown) => void;
};

/** Loads the library and starts it. Called only with consent and an address. */
export type StartErrorReporter = (options: ErrorReporterOptions) => Promise<ErrorReporter>;
