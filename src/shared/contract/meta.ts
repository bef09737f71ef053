import { oc } from '@orpc/contract';
import { z } from 'zod';
import { AppErrorData } from '../errors.ts';
import type { Feature } from '../licensing.ts';
import { Secret } from '../values/secret.ts';

/**
 * What a procedure does to the world, read by the guard:
 * - `read`: looks, changes nothing anywhere;
 * - `configure`: changes this product's own settings or the local Kafka it runs, never a user's cluster;
 * - `write`: changes a cluster (produce, create, alter);
 * - `destroy`: removes something from a cluster that cannot be brought back.
 */
export type Effect = 'read' | 'configure' | 'write' | 'destroy';

export type ProcedureMeta = { readonly feature: Feature; readonly effect: Effect };

/**
 * The start of every procedure. Feature and effect are asked for here so that none can forget them; every procedure
 * fails with one error shape, `APP_ERROR`, whose data is an AppError.
 */
export function procedure(feature: Feature, effect: Effect) {
  return oc.$meta<ProcedureMeta>({ feature, effect }).errors({ APP_ERROR: { status: 422, data: AppErrorData } });
}

export const ClusterId = z.string().min(1).max(64);
export const TopicName = z
  .string()
  .min(1)
  .max(249)
  .regex(/^[a-zA-Z0-9._-]+$/, 'A topic name has letters, digits, dot, underscore and hyphen only');
export const PartitionId = z.int().min(0).max(1_000_000);
/** A 64-bit offset as decimal text: JSON numbers end at 2^53. */
export const Offset = z.string().regex(/^\d{1,19}$/, 'An offset is a whole number from 0');
/** Milliseconds since 1970-01-01 UTC. */
export const TimestampMs = z.int();

/** A secret on its way in. It never travels out: `keep` leaves the stored one as it is. */
export const SecretInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('keep') }),
  z.strictObject({
    kind: z.literal('set'),
    value: z
      .string()
      .max(65_536)
      .transform((value) => new Secret(value)),
  }),
]);
export type SecretInput = z.output<typeof SecretInput>;
