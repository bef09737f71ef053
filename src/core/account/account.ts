import { AppError } from '../../shared/errors.ts';
import type { AccountStatus, SignInOutcome, SignInStart } from '../../shared/contract/account.ts';
import type { Feature } from '../../shared/licensing.ts';
import type { Secret } from '../../shared/values/secret.ts';
import type { Network } from '../network/index.ts';
import type { AccountStore, ProductSecrets } from '../settings/index.ts';
import { createHolder, overdue, type Holder } from './holder.ts';
import type { IssuerSettings } from './issuer-settings.ts';
import { createIssuer, type Issuer, type Tokens } from './issuer.ts';
import type { PublicKey } from './licence-keys.ts';
import type { CheckedLicence } from './licence-token.ts';
import { startLogin, type Login } from './login.ts';
import { lapseOf, refusalOf, type Problem } from './refusal.ts';
import { createRenewal, type Renewal } from './renewal.ts';
import { createSessionStore, type Session, type SessionStore } from './session.ts';

export type AccountOptions = {
  readonly settings: IssuerSettings;
  /** Whose licence files count: SHIPPED_LICENCE_KEYS, or a test's own. */
  readonly trustedKeys: ReadonlyArray<PublicKey>;
  readonly network: Network;
  readonly secrets: ProductSecrets;
  readonly store: AccountStore;
  /** The configuration folder: instances that share it take turns. */
  readonly folder: string;
  readonly openBrowser: ((url: string) => Promise<void>) | undefined;
  readonly onSecret: (secret: Secret) => void;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: Log;
};

type Log = { info(event: string, facts?: object): void; warn(event: string, facts?: object): void };

const MINUTE = 60_000;
/** New tokens are asked for this long before the old ones end. */
const EARLY_MS = MINUTE;
/** Offline, or an issuer that is down, is tried again so often. */
const RETRY_MS = 15 * MINUTE;
/** Timers of Node end at 24 days; looked at more often, a computer that slept notices sooner. */
const LONGEST_WAIT_MS = 60 * MINUTE;

/** Who uses the app, and what is open to them. Nothing here waits for the network but what the user asked for. */
export class Account {
  readonly #options: AccountOptions;
  readonly #issuer: Issuer;
  readonly #sessions: SessionStore;
  readonly #holder: Holder;
  readonly #renewal: Renewal;
  #session: Session | null = null;
  #problem: Problem | null = null;
  #login: Login | null = null;
  #loading: Promise<void> | null = null;
  #loadedBy: ProductSecrets['kind'] | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: AccountOptions) {
    const { network, settings, secrets, onSecret, folder } = options;
    this.#options = options;
    this.#issuer = createIssuer(network, settings);
    this.#sessions = createSessionStore(secrets, onSecret);
    this.#holder = createHolder(options);
    this.#renewal = createRenewal({
      issuer: this.#issuer,
      sessions: this.#sessions,
      folder,
      current: () => this.#session,
      accept: (tokens, before) => this.#accept(tokens, before),
      adopt: (session) => this.#adopt(session),
      ended: (reason) => this.#end(reason),
    });
  }

  /** Resolves once it is known who is signed in: from the disk, so soon. The first call begins to look. */
  ready(): Promise<void> {
    const { kind } = this.#options.secrets;
    // Secrets that were locked when it was last looked may hold a sign-in.
    const isOpened = this.#session === null && this.#loadedBy !== kind;
    if (this.#loading === null || isOpened) {
      this.#loadedBy = kind;
      this.#loading = this.#load().catch((error: unknown) => {
        this.#options.log.warn('account.load', { error });
      });
    }
    return this.#loading;
  }

  /**
   * The box that keeps the tokens has been unlocked: now it can be seen who is signed in. Whoever signed in meanwhile
   * stays so.
   */
  unlocked(): Promise<void> {
    const before = this.#loading;
    if (before === null) return this.ready();
    this.#loading = before
      .then(() => (this.#session === null ? this.#load() : undefined))
      .catch((error: unknown) => {
        this.#options.log.warn('account.load', { error });
      });
    return this.#loading;
  }

  /** Why a feature is closed; null where it is open. To be asked after `ready`. */
  refusal(feature: Feature): AppError | null {
    return refusalOf(feature, this.#holder.judge(), this.#problem);
  }

  async status(): Promise<AccountStatus> {
    await this.ready();
    const judged = this.#holder.judge();
    const { settings, secrets } = this.#options;
    const isLogin = judged?.held.from === 'login';
    return {
      person:
        judged === null
          ? null
          : {
              name: (isLogin ? this.#session?.name : null) ?? judged.held.checked.name,
              email: (isLogin ? this.#session?.email : null) ?? judged.held.checked.email,
            },
      licence: judged?.licence ?? null,
      problem: (judged === null ? null : lapseOf(judged)) ?? this.#problem,
      issuer: URL.canParse(settings.issuer) ? new URL(settings.issuer).host : settings.issuer,
      issuerUrl: settings.issuer,
      isLasting: secrets.kind !== 'session',
      manageUrl: judged?.held.checked.terms.manageUrl ?? null,
    };
  }

  async signIn(create: boolean): Promise<SignInStart> {
    await this.ready();
    this.#login?.cancel();
    const { openBrowser, clock, newId, settings, log } = this.#options;
    this.#login = await startLogin(
      {
        issuer: this.#issuer,
        issuerUrl: settings.issuer,
        openBrowser,
        accept: (tokens) => this.#accept(tokens, null),
        clock,
        newId,
      },
      create,
    );
    log.info('account.sign-in', { issuer: settings.issuer });
    return this.#login.start;
  }

  async signInOutcome(loginId: string, waitMs: number): Promise<SignInOutcome> {
    const login = this.#login;
    if (login?.start.loginId !== loginId) return { kind: 'cancelled' };
    return login.news(waitMs);
  }

  cancelSignIn(loginId: string): void {
    if (this.#login?.start.loginId === loginId) this.#login.cancel();
  }

  /** Here at once; the issuer is told if it can be reached. */
  async signOut(): Promise<{ wasRevoked: boolean; sentence: string }> {
    await this.ready();
    this.#login?.cancel();
    await this.#renewal.idle();
    const token = this.#session?.refresh ?? null;
    await this.#end(null);
    this.#holder.hold('file', null);
    await this.#options.store.save({ licenceFile: null });
    this.#options.log.info('account.sign-out');
    if (token === null) return { wasRevoked: false, sentence: 'You are signed out.' };
    const wasRevoked = await this.#issuer.revoke(token).catch((error: unknown) => {
      this.#options.log.warn('account.revoke', { error });
      return false;
    });
    return {
      wasRevoked,
      sentence: wasRevoked
        ? 'You are signed out.'
        : 'You are signed out on this computer. The sign-in service could not be told; what is left there ends by itself.',
    };
  }

  /** Asks the issuer now. Where there is only a file there is nobody to ask. */
  async refresh(): Promise<AccountStatus> {
    await this.ready();
    if (this.#session !== null) {
      await this.#renewal.renew().finally(() => this.#plan(RETRY_MS));
    }
    return this.status();
  }

  async importLicence(text: string): Promise<AccountStatus> {
    await this.ready();
    const { store, clock, log } = this.#options;
    const before = this.#holder.heldFrom('file');
    const checked = await this.#holder.checkFile(text);
    // A newer licence knows what time it is, so a clock that had once run ahead is forgiven.
    const isNewer = before !== null && checked.issuedAt > before.checked.issuedAt;
    if (isNewer) await this.#holder.noteTime(Math.max(clock(), checked.issuedAt));
    const held = { checked, checkedAt: checked.issuedAt };
    if (this.#holder.worth({ ...held, from: 'file' }).licence.state !== 'valid') throw overdue();
    this.#holder.hold('file', held);
    this.#problem = null;
    await store.save({ licenceFile: text.trim() });
    log.info('account.licence-file', { plan: checked.terms.plan });
    return this.status();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#login?.cancel();
    if (this.#loading === null) return;
    await this.#loading;
    await this.#renewal.idle();
    if (this.#holder.judge() !== null) await this.#holder.noteTime();
  }

  async #load(): Promise<void> {
    const { store, settings, log } = this.#options;
    const { licenceFile } = store.get();
    if (licenceFile !== null) {
      const checked = await this.#holder.checkFile(licenceFile).catch((error: unknown) => this.#note(error));
      if (checked !== null) this.#holder.hold('file', { checked, checkedAt: checked.issuedAt });
    }
    const session = await this.#sessions.read();
    // One from another issuer, as a demo leaves it, is as good as none.
    if (session === null || session.issuer !== settings.issuer || session.clientId !== settings.clientId) return;
    this.#session = session;
    const checked = await this.#check(session.access).catch((error: unknown) => this.#note(error));
    if (checked !== null) {
      this.#holder.hold('login', { checked, checkedAt: session.checkedAt });
      this.#problem = null;
    }
    log.info('account.loaded', { plan: checked?.terms.plan });
    this.#plan(0);
  }

  #check(token: Secret): Promise<CheckedLicence> {
    return this.#holder.checkToken(token.reveal());
  }

  #note(error: unknown): null {
    const known = error instanceof AppError ? error : null;
    this.#problem =
      known === null
        ? { message: 'The licence could not be read.', hint: 'Sign in again.' }
        : { message: known.message, hint: known.hint ?? null };
    this.#options.log.warn('account.licence', { error });
    return null;
  }

  /** New tokens from the issuer: stored only once the licence in them has proved good. */
  async #accept(tokens: Tokens, before: Session | null): Promise<void> {
    const { settings, clock } = this.#options;
    const checked = await this.#checkFresh(tokens.access);
    const now = clock();
    if (now >= checked.expiresAt) throw overdue();
    const session: Session = {
      issuer: settings.issuer,
      clientId: settings.clientId,
      access: tokens.access,
      // An issuer that does not rotate sends none: the old one stays.
      refresh: tokens.refresh ?? before?.refresh ?? null,
      id: tokens.id ?? before?.id ?? null,
      name: tokens.name ?? before?.name ?? null,
      email: tokens.email ?? before?.email ?? null,
      checkedAt: now,
    };
    await this.#sessions.write(session);
    this.#hold(session, checked);
    await this.#holder.noteTime(now);
  }

  /** A key we do not know may be a new one: the issuer is asked for its keys. */
  async #checkFresh(token: Secret): Promise<CheckedLicence> {
    try {
      return await this.#check(token);
    } catch (error) {
      if (!(error instanceof AppError) || error.context['reason'] !== 'key') throw error;
      const { store, settings } = this.#options;
      await store.save({ keys: { issuer: settings.issuer, keys: [...(await this.#issuer.keys())] } });
      return this.#check(token);
    }
  }

  async #adopt(session: Session): Promise<void> {
    this.#hold(session, await this.#checkFresh(session.access));
  }

  #hold(session: Session, checked: CheckedLicence): void {
    this.#session = session;
    this.#holder.hold('login', { checked, checkedAt: session.checkedAt });
    this.#problem = null;
    this.#plan(RETRY_MS);
  }

  async #end(reason: AppError | null): Promise<void> {
    clearTimeout(this.#timer);
    this.#session = null;
    this.#holder.hold('login', null);
    this.#problem = reason === null ? null : { message: reason.message, hint: reason.hint ?? null };
    await this.#sessions.remove();
  }

  /** When to ask the issuer next: shortly before the token ends, at once where it has, and again where that failed. */
  #plan(soonestMs: number): void {
    clearTimeout(this.#timer);
    if (this.#isClosed || this.#session === null) return;
    const held = this.#holder.heldFrom('login');
    const isUsable = held !== null && this.#holder.worth(held).licence.state === 'valid';
    const due = isUsable ? held.checked.expiresAt - EARLY_MS - this.#options.clock() : 0;
    const wait = Math.min(Math.max(due, isUsable ? 0 : soonestMs), LONGEST_WAIT_MS);
    this.#timer = setTimeout(() => this.#wake(), wait);
    this.#timer.unref();
  }

  #wake(): void {
    const held = this.#holder.heldFrom('login');
    const isDue = held === null || held.checked.expiresAt - EARLY_MS <= this.#options.clock();
    const isUsable = held !== null && this.#holder.worth(held).licence.state === 'valid';
    const work = isDue || !isUsable ? this.#renewal.renew() : this.#holder.noteTime();
    work
      .catch((error: unknown) => this.#options.log.warn('account.refresh', { error }))
      .finally(() => this.#plan(RETRY_MS));
  }
}

export function createAccount(options: AccountOptions): Account {
  return new Account(options);
}
