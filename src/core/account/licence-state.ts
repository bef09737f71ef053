import type { Licence, LicenceState } from '../../shared/contract/account.ts';
import { Feature, featuresOf, type Plan } from '../../shared/licensing.ts';
import { CLOCK_SKEW_MS, type CheckedLicence } from './licence-token.ts';

const DAY = 24 * 60 * 60_000;
/** How long everything goes on without a check once one is due. */
export const GRACE_MS = 14 * DAY;
/**
 * A clock may go back this far for an honest reason: another system on the same computer keeps its clock in local time,
 * and the furthest time zone is 14 hours away.
 */
export const ROLL_BACK_MS = 14 * 60 * 60_000;

export type Looked = {
  readonly from: Licence['from'];
  /** Milliseconds since 1970, all of them. */
  readonly now: number;
  /** The latest time this installation has seen. */
  readonly seenAt: number;
  /** When the issuer last gave this licence. */
  readonly checkedAt: number;
};

export type Judgement = {
  readonly licence: Licence;
  /** Why it has lapsed. */
  readonly lapse: 'clock' | 'grace' | null;
};

/** What a licence is worth at a moment. Time never runs backwards here: what was over stays over. */
export function judgeLicence(checked: CheckedLicence, { from, now: told, seenAt, checkedAt }: Looked): Judgement {
  const { terms } = checked;
  const latest = Math.max(seenAt, checkedAt, checked.issuedAt - CLOCK_SKEW_MS);
  const now = Math.max(told, latest);
  const due = checked.expiresAt + CLOCK_SKEW_MS;
  const graceUntil = checked.expiresAt + GRACE_MS;
  const lapse = told < latest - ROLL_BACK_MS ? 'clock' : now >= graceUntil ? 'grace' : null;
  const state: LicenceState = lapse !== null ? 'lapsed' : now >= due ? 'grace' : 'valid';
  const isTrial = terms.trialUntil !== null && now < terms.trialUntil;
  const hasEnded = terms.until !== null && now >= terms.until;
  const basePlan: Plan = hasEnded ? 'free' : terms.plan;
  return {
    lapse,
    licence: {
      state,
      from,
      plan: isTrial ? 'enterprise' : basePlan,
      basePlan,
      features: [...(isTrial ? featuresOf('enterprise') : openFeatures(basePlan, hasEnded ? null : terms.features))],
      until: terms.until,
      trialUntil: terms.trialUntil,
      isTrial,
      devices: terms.devices,
      checkedAt,
      graceUntil: state === 'lapsed' ? null : graceUntil,
    },
  };
}

/** The app itself is never closed: it is where one signs in. */
function openFeatures(plan: Plan, exactly: ReadonlyArray<Feature> | null): ReadonlyArray<Feature> {
  if (exactly === null) return featuresOf(plan);
  return Feature.options.filter((feature) => feature === 'app' || exactly.includes(feature));
}
