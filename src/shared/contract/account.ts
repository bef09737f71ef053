import { z } from 'zod';
import { AppErrorData } from '../errors.ts';
import { Feature, Plan } from '../licensing.ts';
import { procedure, TimestampMs } from './meta.ts';

/** What the licence is worth now. */
export const LicenceState = z.enum([
  /** Checked, and not yet due to be checked again. */
  'valid',
  /** Due to be checked, which has not been possible: everything goes on until `graceUntil`. */
  'grace',
  /** Not usable until somebody does something about it; `problem` says what. */
  'lapsed',
]);
export type LicenceState = z.infer<typeof LicenceState>;

export const Licence = z.object({
  state: LicenceState,
  /** Signed in at the issuer, or read from a file on a computer without network. */
  from: z.enum(['login', 'file']),
  /** What is open now: a trial opens everything. */
  plan: Plan,
  /** What is paid for, and stays when a trial ends. */
  basePlan: Plan,
  features: z.array(Feature),
  /** When the plan ends; null: it does not. */
  until: TimestampMs.nullable(),
  /** When the trial of everything ends, or ended; null: there was none. */
  trialUntil: TimestampMs.nullable(),
  isTrial: z.boolean(),
  /** How many computers may use it; null: nothing is said about it. */
  devices: z.int().nullable(),
  /** When the issuer, or the file, last said so. */
  checkedAt: TimestampMs,
  /** Until when everything goes on without a check; null where it has lapsed. */
  graceUntil: TimestampMs.nullable(),
});
export type Licence = z.infer<typeof Licence>;

export const AccountStatus = z.object({
  /** Null: nobody is signed in and there is no licence file. */
  person: z.object({ name: z.string().nullable(), email: z.string().nullable() }).nullable(),
  licence: Licence.nullable(),
  /** What stands in the way, or what should be known: a sentence and what to do. */
  problem: z.object({ message: z.string(), hint: z.string().nullable() }).nullable(),
  /** Host of the sign-in pages. */
  issuer: z.string(),
  /** Their whole address. */
  issuerUrl: z.string(),
  /** False where there is no key store: signed in until the app closes. */
  isLasting: z.boolean(),
  /** Where the plan is changed, if the issuer says so. */
  manageUrl: z.url({ protocol: /^https?$/ }).nullable(),
});
export type AccountStatus = z.infer<typeof AccountStatus>;

export const LoginId = z.string().min(1).max(64);

export const SignInStart = z.object({
  loginId: LoginId,
  /** The sign-in page. Good for one sign-in, by whoever opens it on this computer. */
  url: z.string(),
  /** False where this host cannot open a browser: the page shows the link. */
  wasOpened: z.boolean(),
  /** Nobody listens for an answer after this. */
  expiresAt: TimestampMs,
});
export type SignInStart = z.infer<typeof SignInStart>;

export const SignInOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting') }),
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('failed'), error: AppErrorData }),
]);
export type SignInOutcome = z.infer<typeof SignInOutcome>;

/** Who uses the app and what their licence opens. Tokens stay in the core. */
export const accountContract = {
  status: procedure('app', 'read').output(AccountStatus),
  /** Opens the sign-in page in the system's browser, or tells its address. One that is under way is given up. */
  signIn: procedure('app', 'configure')
    .input(z.strictObject({ create: z.boolean() }))
    .output(SignInStart),
  /** How it goes; waits for news, but not longer than asked. */
  signInOutcome: procedure('app', 'read')
    .input(z.strictObject({ loginId: LoginId, waitMs: z.int().min(0).max(30_000) }))
    .output(SignInOutcome),
  cancelSignIn: procedure('app', 'configure').input(z.strictObject({ loginId: LoginId })),
  /** Always signs out here; `sentence` says whether the issuer was told. */
  signOut: procedure('app', 'configure').output(z.object({ wasRevoked: z.boolean(), sentence: z.string() })),
  /** Asks the issuer now. */
  refresh: procedure('app', 'configure').output(AccountStatus),
  /** For a computer without network: a licence that was sent as a file. */
  importLicence: procedure('app', 'configure')
    .input(z.strictObject({ text: z.string().min(1).max(20_000) }))
    .output(AccountStatus),
};
