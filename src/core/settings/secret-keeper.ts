import { randomBytes } from 'node:crypto';
import type { SecretStoreStatus } from '../../shared/contract/secret-store.ts';
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../../shared/values/secret.ts';
import { deriveKey, newKeyDerivation } from './passphrase-key.ts';
import { KEY_BYTES, seal, unseal } from './seal.ts';
import type { SecretBox } from './secret-box.ts';
import type { HowKept, HowKeptFile } from './secret-keeper-store.ts';

/** What holds secrets and must follow when the way they are kept changes. */
export type SecretHolder = {
  /** The box can encrypt now: what was in memory goes to the disk, what is on disk can be read. */
  opened(): Promise<void>;
  /** All that can be read goes to memory, and the disk is emptied. */
  toMemory(): Promise<void>;
  /** Nothing is left, neither on disk nor in memory. */
  forget(): Promise<void>;
};

/**
 * Decides how secrets are kept on this computer. Where the host brings a key store, that is it. Where it does not, the
 * user chooses: under a passphrase, or until the app closes. Until they have chosen, it is until the app closes.
 */
export type SecretKeeper = {
  /** Follows every change: always the same object. */
  readonly box: SecretBox;
  status(): SecretStoreStatus;
  unlock(passphrase: Secret): Promise<void>;
  createPassphrase(passphrase: Secret): Promise<void>;
  changePassphrase(current: Secret, next: Secret): Promise<void>;
  chooseSession(): Promise<void>;
  forget(): Promise<void>;
  /** Told after the box was opened, changed or forgotten. */
  onChange(listener: () => void): void;
  /** Who follows; once, before anything is asked of the keeper. */
  attach(holders: ReadonlyArray<SecretHolder>): void;
};

export type SecretKeeperOptions = {
  readonly host: SecretBox;
  readonly file: HowKeptFile;
  readonly clock: () => number;
  /** The log masks a passphrase like any other secret. */
  readonly onSecret: (secret: Secret) => void;
};

/** After so many wrong ones in a row the next may be tried this much later; the last one counts for all that follow. */
const DELAYS_MS = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];

const PASSPHRASE_SENTENCE =
  'Passwords are encrypted with AES-256-GCM, and the key with your passphrase (Argon2id). The passphrase itself is stored nowhere.';

export function createSecretKeeper(options: SecretKeeperOptions): SecretKeeper {
  return new Keeper(options);
}

class Keeper implements SecretKeeper {
  readonly box: SecretBox;
  readonly #options: SecretKeeperOptions;
  readonly #listeners: Array<() => void> = [];
  #holders: ReadonlyArray<SecretHolder> = [];
  #key: Uint8Array | null = null;
  #failures = 0;
  #retryAt = 0;
  /** One change at a time: two guesses at once would share one delay. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: SecretKeeperOptions) {
    this.#options = options;
    this.box = options.host.kind === 'system' ? options.host : this.#liveBox();
  }

  attach(holders: ReadonlyArray<SecretHolder>): void {
    this.#holders = holders;
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  status(): SecretStoreStatus {
    const { host, clock } = this.#options;
    const { kind, sentence } = this.box;
    const isLocked = this.box.isLocked === true;
    const hasKeyStore = host.kind === 'system';
    const isChosen = hasKeyStore || this.#how().kind !== 'unasked';
    return { kind, sentence, isLocked, isChosen, hasKeyStore, retryAt: this.#retryAt > clock() ? this.#retryAt : null };
  }

  unlock(passphrase: Secret): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#key !== null) return;
      const key = await this.#open(passphrase);
      this.#key = key;
      await this.#each((holder) => holder.opened());
    });
  }

  createPassphrase(passphrase: Secret): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseKeyStore();
      if (this.#how().kind === 'passphrase') {
        throw new AppError('BAD_INPUT', 'There is a passphrase already.', { hint: 'Change it, or forget it first.' });
      }
      const key = randomBytes(KEY_BYTES);
      await this.#wrap(key, passphrase);
      this.#key = key;
      await this.#each((holder) => holder.opened());
    });
  }

  changePassphrase(current: Secret, next: Secret): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseKeyStore();
      const wasLocked = this.#key === null;
      const key = await this.#open(current);
      await this.#wrap(key, next);
      // The backups hold the key under the old passphrase.
      await this.#options.file.purgeBackups();
      this.#key = key;
      if (wasLocked) await this.#each((holder) => holder.opened());
    });
  }

  chooseSession(): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseKeyStore();
      if (this.box.isLocked === true) {
        throw new AppError('BAD_INPUT', 'The passwords are locked, so they cannot be taken into memory.', {
          hint: 'Unlock them first, or forget them.',
        });
      }
      await this.#each((holder) => holder.toMemory());
      await this.#keepAs({ kind: 'session' });
    });
  }

  forget(): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseKeyStore();
      await this.#each((holder) => holder.forget());
      await this.#keepAs({ kind: 'unasked' });
    });
  }

  #how(): HowKept {
    return this.#options.file.entries().how;
  }

  #liveBox(): SecretBox {
    const isPassphrase = () => this.#how().kind === 'passphrase';
    const isShut = () => this.#key === null;
    const key = () => {
      if (this.#key === null) throw new Error('The secret box is locked');
      return this.#key;
    };
    const { host } = this.#options;
    return {
      get kind() {
        return isPassphrase() ? ('passphrase' as const) : ('session' as const);
      },
      get sentence() {
        return isPassphrase() ? PASSPHRASE_SENTENCE : host.sentence;
      },
      get isLocked() {
        return isPassphrase() && isShut();
      },
      encrypt: async (text) => seal(key(), text),
      decrypt: async (sealed) => unseal(key(), sealed),
    };
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined); // Whoever asked is told; the next in the queue is not.
    return turn.then(() => {
      for (const listener of this.#listeners) listener();
    });
  }

  async #each(tell: (holder: SecretHolder) => Promise<void>): Promise<void> {
    for (const holder of this.#holders) await tell(holder);
  }

  /** The key under the passphrase. A wrong one costs a delay that grows. */
  async #open(passphrase: Secret): Promise<Uint8Array> {
    const { clock, onSecret } = this.#options;
    const how = this.#how();
    if (how.kind !== 'passphrase') throw new AppError('BAD_INPUT', 'No passphrase has been set on this computer.');
    onSecret(passphrase);
    const waitMs = this.#retryAt - clock();
    if (waitMs > 0) throw tooSoon(waitMs);
    const derived = await deriveKey(passphrase, how.derivation);
    try {
      const key = Buffer.from(unseal(derived, how.key), 'base64');
      this.#failures = 0;
      this.#retryAt = 0;
      return key;
    } catch {
      // The tag does not match: another passphrase, or a damaged file, which cannot be told apart.
      this.#failures += 1;
      const delayMs = DELAYS_MS[Math.min(this.#failures, DELAYS_MS.length - 1)] ?? 0;
      this.#retryAt = clock() + delayMs;
      throw wrong(delayMs);
    }
  }

  async #wrap(key: Uint8Array, passphrase: Secret): Promise<void> {
    this.#options.onSecret(passphrase);
    const derivation = newKeyDerivation();
    const derived = await deriveKey(passphrase, derivation);
    const before = this.#how();
    const sealed = seal(derived, Buffer.from(key).toString('base64'));
    await this.#options.file.update(() => ({ how: { kind: 'passphrase', derivation, key: sealed } }));
    if (this.#options.file.isSaved()) return;
    // A key that is on no disk would take every password with it when the app closes.
    await this.#options.file.update(() => ({ how: before }));
    throw new AppError('SETTINGS_WRITE', 'The passphrase could not be saved, so nothing was changed.', {
      hint: 'Check the free space and the rights of the settings folder.',
      retryable: true,
    });
  }

  async #keepAs(how: HowKept): Promise<void> {
    await this.#options.file.update(() => ({ how }));
    await this.#options.file.purgeBackups();
    this.#key = null;
    this.#failures = 0;
    this.#retryAt = 0;
  }

  #refuseKeyStore(): void {
    if (this.#options.host.kind !== 'system') return;
    throw new AppError(
      'UNSUPPORTED',
      'This computer has a key store, which keeps the passwords; no passphrase is needed.',
    );
  }
}

function wrong(delayMs: number): AppError {
  return new AppError('PASSPHRASE_WRONG', 'That is not the passphrase.', {
    hint: `${delayMs > 0 ? `You can try again in ${seconds(delayMs)}. ` : ''}If it is lost, forget the stored passwords in Settings and type them anew.`,
    context: { retryInMs: delayMs },
  });
}

function tooSoon(waitMs: number): AppError {
  return new AppError(
    'PASSPHRASE_WRONG',
    `After several wrong passphrases the next can be tried in ${seconds(waitMs)}.`,
    {
      retryable: true,
      context: { retryInMs: waitMs },
    },
  );
}

function seconds(ms: number): string {
  const count = Math.ceil(ms / 1000);
  return count === 1 ? 'one second' : `${count} seconds`;
}
