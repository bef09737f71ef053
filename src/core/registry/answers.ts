import { z } from 'zod';
import type { SchemaText } from '../serdes/index.ts';

/** Where another schema is: what it is called in this one, and its place in the registry. */
const Reference = z.object({ name: z.string().max(1000), subject: z.string().min(1).max(1000), version: z.int() });
export type Reference = z.infer<typeof Reference>;

/**
 * A schema as `/schemas/ids/…` and `/subjects/…/versions/…` give it. Registries differ: `schemaType` is absent for Avro or
 * says AVRO, `references` is absent, null or empty, subject and version may or may not be told.
 */
export const SchemaAnswer = z.object({
  schema: z.string(),
  schemaType: z.string().max(100).nullish(),
  references: z.array(Reference).max(1000).nullish(),
  id: z.int().nullish().catch(undefined),
  subject: z.string().max(1000).nullish().catch(undefined),
  version: z.int().nullish().catch(undefined),
});
export type SchemaAnswer = z.infer<typeof SchemaAnswer>;

export const SubjectVersions = z.array(z.object({ subject: z.string().max(1000), version: z.int() })).max(100_000);
export const Subjects = z.array(z.string()).max(1_000_000);
export const ServerVersion = z.object({ version: z.string().max(100), commitId: z.string() });

/** What the API says where it fails; anything else that comes with a bad status is not the registry's own voice. */
export const Failure = z.object({ error_code: z.int(), message: z.string() });

/** Null for a type that is none of the three. */
export function schemaTypeOf({ schemaType }: SchemaAnswer): SchemaText['type'] | null {
  const type = (schemaType ?? 'AVRO').toUpperCase();
  return type === 'AVRO' || type === 'PROTOBUF' || type === 'JSON' ? type : null;
}
