import { z } from 'zod';
import { Feature, Plan } from '../../shared/licensing.ts';

/** Seconds since 1970, as JWT has it. */
const Seconds = z.number().int().min(0).max(100_000_000_000);

/**
 * What the issuer says about a licence. Unknown fields and features are left aside: a later issuer may say more than
 * this app understands.
 */
const LicenceClaim = z.object({
  plan: Plan,
  /** Exactly what is open; where not said, all that the plan has. */
  features: z.array(z.string().max(100)).max(200).optional(),
  /** End of the plan. */
  until: Seconds.nullish(),
  /** Everything is open until then, whatever the plan. */
  trial: z.object({ until: Seconds }).nullish(),
  devices: z.number().int().min(0).max(1_000_000).nullish(),
  manage: z.string().max(2000).nullish(),
});

/** What a licence grants, whenever it is looked at. Times in milliseconds since 1970. */
export type LicenceTerms = {
  readonly plan: Plan;
  /** Null: all that the plan has. */
  readonly features: ReadonlyArray<Feature> | null;
  readonly until: number | null;
  readonly trialUntil: number | null;
  readonly devices: number | null;
  readonly manageUrl: string | null;
};

/** Auth0 asks for names that are an address of one's own; others need none. */
const CLAIM_NAMES = ['https://conduktor.io/licence', 'https://conduktor.io/license', 'licence', 'license'] as const;

const FREE: LicenceTerms = {
  plan: 'free',
  features: null,
  until: null,
  trialUntil: null,
  devices: null,
  manageUrl: null,
};

/** Null where the claim is there and makes no sense. Whoever has an account without a licence has the free plan. */
export function readTerms(claims: Readonly<Record<string, unknown>>): LicenceTerms | null {
  const name = CLAIM_NAMES.find((each) => Object.hasOwn(claims, each));
  if (name === undefined) return FREE;
  const parsed = LicenceClaim.safeParse(claims[name]);
  if (!parsed.success) return null;
  const { plan, features, until, trial, devices, manage } = parsed.data;
  return {
    plan,
    features: features?.flatMap((each) => Feature.safeParse(each).data ?? []) ?? null,
    until: milliseconds(until),
    trialUntil: milliseconds(trial?.until),
    devices: devices ?? null,
    manageUrl: webAddress(manage),
  };
}

function milliseconds(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : seconds * 1000;
}

function webAddress(text: string | null | undefined): string | null {
  if (text === null || text === undefined || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}
