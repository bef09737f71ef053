import { AppError } from '../../shared/errors.ts';
import { FEATURES, includes, type Feature, type Plan } from '../../shared/licensing.ts';
import type { Judgement } from './licence-state.ts';

/** Something that stands in the way, or that should be known. */
export type Problem = { readonly message: string; readonly hint: string | null };

const LAPSES: Readonly<Record<'clock' | 'grace', Problem>> = {
  clock: {
    message: 'The clock of this computer was set back, so the licence cannot be judged.',
    hint: 'Set the clock right, or connect to the network and check the licence again.',
  },
  grace: {
    message: 'The licence could not be checked for 14 days.',
    hint: 'Connect to the network and check it again, or sign in.',
  },
};

export function lapseOf({ lapse }: Judgement): Problem | null {
  return lapse === null ? null : LAPSES[lapse];
}

/** Why a feature is closed; null where it is open. */
export function refusalOf(feature: Feature, judgement: Judgement | null, problem: Problem | null): AppError | null {
  if (feature === 'app') return null;
  const lapse = judgement === null ? null : lapseOf(judgement);
  if (judgement === null || lapse !== null) {
    const { message, hint } = lapse ?? problem ?? { message: 'Nobody is signed in.', hint: null };
    return new AppError('LOGIN_REQUIRED', message, {
      hint: hint ?? 'Sign in, or use a licence file on a computer without network.',
      context: { feature },
    });
  }
  const { licence } = judgement;
  return licence.features.includes(feature) ? null : missing(feature, licence.plan);
}

function missing(feature: Feature, plan: Plan): AppError {
  const needed = FEATURES[feature];
  const hasPlan = includes(plan, needed.plan);
  const message = hasPlan
    ? `${needed.title}: your licence leaves this out, although the ${needed.plan} plan has it.`
    : `${needed.title}: this is part of the ${needed.plan} plan, and yours is ${plan}.`;
  return new AppError('LICENCE_REQUIRED', message, {
    hint: 'Account in the settings shows what each plan has, and where to change yours.',
    context: { feature, plan: needed.plan, yourPlan: plan },
  });
}
