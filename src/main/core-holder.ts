import type { MessagePortMain } from 'electron';
import type { CoreOptions, RunningCore } from './start-core.ts';

export type CoreHolder = {
  /** Begins loading the core; a second call changes nothing. */
  start(): void;
  /** Connects a page, now or as soon as the core runs. */
  serve(port: MessagePortMain): void;
  /** Writes it in the log, now or as soon as the core runs. */
  reportRefusal(reason: string): void;
  close(): Promise<void>;
  /** Resolves with the reason when the core cannot start. Pending otherwise. */
  readonly failed: Promise<unknown>;
};

/** Holds the one core behind the windows: loaded after the first paint, closed once. */
export function createCoreHolder(options: CoreOptions): CoreHolder {
  let running: Promise<RunningCore> | undefined;
  let tellFailed: (reason: unknown) => void = () => undefined;
  const failed = new Promise<unknown>((resolve) => {
    tellFailed = resolve;
  });
  let tellRunning: (core: RunningCore) => void = () => undefined;
  const started = new Promise<RunningCore>((resolve) => {
    tellRunning = resolve;
  });
  return {
    failed,
    start: () => {
      // Dynamic, so that its megabytes are read and run only after the window has painted.
      running ??= import('./start-core.ts').then(({ startCore }) => startCore(options));
      running.then(tellRunning, tellFailed);
    },
    // A page knocks before it has painted: that alone must not set the core going.
    serve: (port) => void started.then((core) => core.serve(port)),
    reportRefusal: (reason) => void started.then((core) => core.reportRefusal(reason)),
    close: async () => {
      const core = await running?.catch(() => undefined);
      await core?.close();
    },
  };
}
