import { z } from 'zod';

/** What a licence can open. Each procedure of the contract names the one it needs. */
export const Feature = z.enum([
  'app',
  'clusters',
  'topics.read',
  'topics.write',
  'records.read',
  'records.export',
  'records.produce',
  'groups.read',
  'groups.write',
  'registry.read',
  'connect.read',
  'ksqldb.read',
  'security.read',
  'local-kafka',
  'acls.write',
  'users.write',
  'quotas.write',
  'connect.write',
  'ksqldb.write',
  'records.copy',
  'testing',
  'console',
  'agents',
  'shared-configuration',
]);
export type Feature = z.infer<typeof Feature>;

/** From the lowest to the highest: each has what those before it have. */
export const Plan = z.enum(['free', 'pro', 'enterprise']);
export type Plan = z.infer<typeof Plan>;

type FeatureEntry = {
  /** The lowest plan that has it. */
  readonly plan: Plan;
  /** What it does, as a user would say it: the start of a sentence. */
  readonly title: string;
};

/** Which plan has what. The one table (PRODUCT.md §1, "plans"); guard, account page and errors read it. */
export const FEATURES: Readonly<Record<Feature, FeatureEntry>> = {
  app: { plan: 'free', title: 'The app itself: settings, account, support' },
  clusters: { plan: 'free', title: 'Any number of clusters' },
  'topics.read': { plan: 'free', title: 'Looking at topics' },
  'topics.write': { plan: 'free', title: 'Creating and changing topics' },
  'records.read': { plan: 'free', title: 'Reading and searching records' },
  'records.export': { plan: 'free', title: 'Saving and copying records' },
  'records.produce': { plan: 'free', title: 'Producing records' },
  'groups.read': { plan: 'free', title: 'Looking at consumer groups' },
  'groups.write': { plan: 'free', title: 'Changing consumer groups' },
  'registry.read': { plan: 'free', title: 'Looking at schemas' },
  'connect.read': { plan: 'free', title: 'Looking at Kafka Connect' },
  'ksqldb.read': { plan: 'free', title: 'Looking at ksqlDB' },
  'security.read': { plan: 'free', title: 'Looking at ACLs, users and quotas' },
  'local-kafka': { plan: 'free', title: 'Kafka on this computer' },
  'acls.write': { plan: 'pro', title: 'Changing ACLs' },
  'users.write': { plan: 'pro', title: 'Changing users' },
  'quotas.write': { plan: 'pro', title: 'Changing quotas' },
  'connect.write': { plan: 'pro', title: 'Changing connectors' },
  'ksqldb.write': { plan: 'pro', title: 'Changing ksqlDB' },
  'records.copy': { plan: 'pro', title: 'Copying and replaying records' },
  testing: { plan: 'pro', title: 'Testing' },
  console: { plan: 'enterprise', title: 'The Console for teams' },
  agents: { plan: 'enterprise', title: 'Rules for AI agents (MCP)' },
  'shared-configuration': { plan: 'enterprise', title: 'Shared configuration' },
};

/** Every feature a plan has. */
export function featuresOf(plan: Plan): ReadonlyArray<Feature> {
  return Feature.options.filter((feature) => includes(plan, FEATURES[feature].plan));
}

/** Whether the first plan has what the second has. */
export function includes(plan: Plan, other: Plan): boolean {
  return Plan.options.indexOf(plan) >= Plan.options.indexOf(other);
}
