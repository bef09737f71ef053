import type { UpdateState, UpdateStatus } from '../../shared/contract/updates.ts';
import { AppError } from '../../shared/errors.ts';
import type { UpdateEngine, UpdateFetch } from './engine.ts';
import { judgeOffer } from './offer.ts';
import type { UpdateSource } from './source.ts';

export type UpdatesOptions = {
  readonly version: string;
  /** Null: this build names no update server. */
  readonly source: UpdateSource | null;
  /** Null: this host does not update itself. */
  readonly engine: UpdateEngine | null;
  readonly store: { get(): { readonly isAutomatic: boolean }; save(choice: { isAutomatic: boolean }): Promise<void> };
  /** How the engine reaches the server. */
  readonly fetch: UpdateFetch;
  readonly clock: () => number;
  readonly log: {
    info(event: string, facts: Readonly<Record<string, unknown>>): void;
    warn(event: string, facts: Readonly<Record<string, unknown>>): void;
  };
};

export type Updates = {
  status(): UpdateStatus;
  check(): Promise<UpdateStatus>;
  download(): UpdateStatus;
  cancel(): UpdateStatus;
  setAutomatic(isAutomatic: boolean): Promise<UpdateStatus>;
  close(): void;
};

const FIRST_CHECK_MS = 20_000;
const DAY_MS = 24 * 60 * 60_000;

const NO_SOURCE =
  'This build names no update server: no update is ever asked for. Get new versions where you got this one.';
const NO_ENGINE = 'This host is updated by whoever runs it.';
const WHAT_MUST_BE_PROVED =
  'An update is installed only if it is newer, carries the makers’ signature (Ed25519) and its file has the signed checksum (SHA-512).';

export function createUpdates(options: UpdatesOptions): Updates {
  return new Service(options);
}

class Service implements Updates {
  readonly #options: UpdatesOptions;
  #state: UpdateState = { kind: 'idle' };
  #checking: Promise<void> | null = null;
  #download: AbortController | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    this.#plan(FIRST_CHECK_MS);
  }

  status(): UpdateStatus {
    const { version, source, engine, store } = this.#options;
    return {
      version,
      address: source === null ? null : new URL(source.address).host,
      canInstall: source !== null && engine?.canInstall === true,
      sentence: this.#sentence(),
      isAutomatic: store.get().isAutomatic,
      state: this.#state,
    };
  }

  async check(): Promise<UpdateStatus> {
    const isBusy = this.#state.kind === 'downloading' || this.#state.kind === 'ready';
    if (!isBusy) {
      this.#checking ??= this.#ask().finally(() => {
        this.#checking = null;
      });
      await this.#checking;
    }
    return this.status();
  }

  download(): UpdateStatus {
    const state = this.#state;
    const { engine } = this.#options;
    if (engine === null || state.kind !== 'available') {
      throw new AppError('BAD_INPUT', 'There is no update to fetch.', { hint: 'Check for updates first.' });
    }
    const { version, bytes } = state;
    const controller = new AbortController();
    this.#download = controller;
    this.#state = { kind: 'downloading', version, received: 0, total: bytes };
    const fetching = engine.download(({ received, total }) => {
      if (this.#state.kind === 'downloading') {
        this.#state = { kind: 'downloading', version, received, total: total ?? bytes };
      }
    }, controller.signal);
    fetching.then(
      () => {
        this.#state = { kind: 'ready', version };
        this.#options.log.info('update.ready', { version });
      },
      (error: unknown) => {
        if (controller.signal.aborted) this.#state = { kind: 'available', version, bytes };
        else this.#fail(error);
      },
    );
    return this.status();
  }

  cancel(): UpdateStatus {
    this.#download?.abort();
    return this.status();
  }

  async setAutomatic(isAutomatic: boolean): Promise<UpdateStatus> {
    await this.#options.store.save({ isAutomatic });
    this.#plan(0);
    return this.status();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#download?.abort();
  }

  async #ask(): Promise<void> {
    const { source, engine, version, log } = this.#options;
    if (source === null || engine === null || !engine.canInstall) {
      throw new AppError('UNSUPPORTED', this.#sentence());
    }
    this.#state = { kind: 'checking' };
    try {
      const offer = await engine.check(source.address, this.#options.fetch);
      const verdict = judgeOffer(offer, version, source.publicKey);
      log.info('update.offer', { offered: offer.version, verdict });
      this.#state =
        verdict === 'newer'
          ? { kind: 'available', version: offer.version, bytes: offer.files[0]?.size ?? null }
          : { kind: 'current', at: this.#options.clock() };
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const known =
      error instanceof AppError
        ? error
        : new AppError('INTERNAL', 'The update failed for a reason nobody foresaw.', {
            hint: 'The log has the details.',
            cause: error,
          });
    this.#options.log.warn('update.failed', { error });
    this.#state = { kind: 'failed', message: known.message, hint: known.hint ?? null, at: this.#options.clock() };
  }

  /** The next question by itself, where the user wants that. */
  #plan(delayMs: number): void {
    clearTimeout(this.#timer);
    const { source, engine, store, log } = this.#options;
    if (source === null || engine?.canInstall !== true || !store.get().isAutomatic) return;
    this.#timer = setTimeout(() => {
      this.check().catch((error: unknown) => log.warn('update.failed', { error }));
      this.#plan(DAY_MS);
    }, delayMs);
    this.#timer.unref();
  }

  #sentence(): string {
    const { source, engine } = this.#options;
    if (engine === null) return NO_ENGINE;
    if (source === null) return NO_SOURCE;
    return engine.canInstall ? `${engine.sentence} ${WHAT_MUST_BE_PROVED}` : engine.sentence;
  }
}
