import { z } from 'zod';

/** What a licence can open. Each procedure of the contract names the one it needs. */
export const Feature = z.enum([
  'app',
  'clusters',
  'topics.read',
  'records.read',
  'records.export',
  'groups.read',
  'registry.read',
  'local-kafka',
]);
export type Feature = z.infer<typeof Feature>;

export const Plan = z.enum(['free', 'pro', 'enterprise']);
export type Plan = z.infer<typeof Plan>;

/** The lowest plan that has a feature. The one table (PRODUCT.md §1, "plans"). */
export const PLAN_OF_FEATURE: Readonly<Record<Feature, Plan>> = {
  app: 'free',
  clusters: 'free',
  'topics.read': 'free',
  'records.read': 'free',
  'records.export': 'free',
  'groups.read': 'free',
  'registry.read': 'free',
  'local-kafka': 'free',
};
