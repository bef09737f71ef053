import { AppError } from '../../shared/errors.ts';
import type { AccountStore } from '../settings/index.ts';
import { LICENCE_FILE_ISSUER, type PublicKey } from './licence-keys.ts';
import { judgeLicence, type Judgement } from './licence-state.ts';
import { checkLicence, type CheckedLicence } from './licence-token.ts';
import type { IssuerSettings } from './issuer-settings.ts';

export type HolderOptions = {
  readonly settings: IssuerSettings;
  readonly store: AccountStore;
  /** Whose licence files count. */
  readonly trustedKeys: ReadonlyArray<PublicKey>;
  readonly clock: () => number;
};

export type Held = {
  readonly checked: CheckedLicence;
  readonly from: 'login' | 'file';
  readonly checkedAt: number;
};

/** The licences of this installation as they were last checked, and what the better one is worth now. */
export type Holder = {
  /** Checks a token with the keys that are known. */
  checkToken(token: string): Promise<CheckedLicence>;
  checkFile(text: string): Promise<CheckedLicence>;
  /** Null takes it away. */
  hold(from: Held['from'], held: Omit<Held, 'from'> | null): void;
  heldFrom(from: Held['from']): Held | null;
  /** Null where there is no licence. */
  judge(): (Judgement & { readonly held: Held }) | null;
  worth(held: Held): Judgement;
  /** Writes down how late it is. `proven`: the issuer has just said so, so a clock that had run ahead is forgiven. */
  noteTime(proven?: number): Promise<void>;
};

export function createHolder({ settings, store, trustedKeys, clock }: HolderOptions): Holder {
  const licences = new Map<Held['from'], Held>();
  let seenAt = 0;

  function look(): number {
    const now = clock();
    seenAt = Math.max(seenAt, now, store.get().seenAt);
    return now;
  }
  function worth(held: Held): Judgement {
    const now = look();
    return judgeLicence(held.checked, { from: held.from, now, seenAt, checkedAt: held.checkedAt });
  }
  const issued = { issuers: namesOf(settings.issuer), audience: settings.audience };
  return {
    checkToken: (token) =>
      checkLicence(token, { ...issued, keys: keysOf(store, settings.issuer), now: Math.max(look(), 0) }),
    checkFile: (text) =>
      checkLicence(text.trim(), {
        issuers: [LICENCE_FILE_ISSUER],
        audience: settings.audience,
        keys: trustedKeys,
        now: look(),
      }),
    hold(from, held) {
      if (held === null) licences.delete(from);
      else licences.set(from, { ...held, from });
    },
    heldFrom: (from) => licences.get(from) ?? null,
    judge() {
      const all = (['login', 'file'] as const).flatMap((from) => {
        const held = licences.get(from);
        return held === undefined ? [] : [{ ...worth(held), held }];
      });
      return all.find(({ lapse }) => lapse === null) ?? all[0] ?? null;
    },
    worth,
    async noteTime(proven) {
      const now = look();
      if (proven !== undefined) seenAt = Math.max(now, proven);
      const stored = store.get().seenAt;
      if (proven === undefined ? seenAt > stored : seenAt !== stored) await store.save({ seenAt });
    },
  };
}

/** Discovery and tokens do not always agree on the slash at the end. */
function namesOf(issuer: string): ReadonlyArray<string> {
  const plain = issuer.replace(/\/+$/, '');
  return [plain, `${plain}/`];
}

function keysOf(store: AccountStore, issuer: string): ReadonlyArray<PublicKey> {
  const { keys } = store.get();
  return keys !== null && keys.issuer === issuer ? keys.keys : [];
}

/** For a licence that is checked and yet of no use: said where it was offered, not later. */
export function overdue(): AppError {
  return new AppError('LICENCE_INVALID', 'The licence has ended, by the clock of this computer.', {
    hint: 'Check the clock, or ask for a new licence.',
    context: { reason: 'expired' },
  });
}
