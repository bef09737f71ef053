import type { Plan } from '../../../shared/licensing.ts';
import { t } from '../../app/texts.ts';

const TITLES = {
  free: 'account.plan.free',
  pro: 'account.plan.pro',
  enterprise: 'account.plan.enterprise',
} as const;

export function planTitle(plan: Plan): string {
  return t(TITLES[plan]);
}

const DAY_MS = 24 * 60 * 60_000;

/** Days that have begun count: on its last day a trial has 1 day left. */
export function daysLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / DAY_MS));
}
