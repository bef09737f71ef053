import { z } from 'zod';
import { procedure, TimestampMs } from './meta.ts';

/** How far an update is. */
export const UpdateState = z.discriminatedUnion('kind', [
  /** Nothing asked yet. */
  z.object({ kind: z.literal('idle') }),
  z.object({ kind: z.literal('checking') }),
  /** The newest there is. */
  z.object({ kind: z.literal('current'), at: TimestampMs }),
  z.object({ kind: z.literal('available'), version: z.string(), bytes: z.int().min(0).nullable() }),
  z.object({
    kind: z.literal('downloading'),
    version: z.string(),
    received: z.int().min(0),
    total: z.int().min(0).nullable(),
  }),
  /** Checked, on disk, installed when the app quits. */
  z.object({ kind: z.literal('ready'), version: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string(), hint: z.string().nullable(), at: TimestampMs }),
]);
export type UpdateState = z.infer<typeof UpdateState>;

export const UpdateStatus = z.object({
  version: z.string(),
  /** Where updates are asked for; null: this build has no address, so none is ever asked. */
  address: z.string().nullable(),
  /** Whether this copy can replace itself; if not, `sentence` says how it is updated. */
  canInstall: z.boolean(),
  /** How this copy is updated and what an update must prove, for people. */
  sentence: z.string(),
  /** Asks by itself, at the start and once a day. Off until the user turns it on. */
  isAutomatic: z.boolean(),
  state: UpdateState,
});
export type UpdateStatus = z.infer<typeof UpdateStatus>;

/** New versions of the product itself. */
export const updatesContract = {
  status: procedure('app', 'read').output(UpdateStatus),
  /** Asks the server now. The answer is how it ended; a failure is a state, not an error. */
  check: procedure('app', 'configure').output(UpdateStatus),
  /** Begins to fetch what `check` found; `status` tells how far it is. */
  download: procedure('app', 'configure').output(UpdateStatus),
  /** Ends a download that is under way. */
  cancel: procedure('app', 'configure').output(UpdateStatus),
  setAutomatic: procedure('app', 'configure')
    .input(z.strictObject({ isAutomatic: z.boolean() }))
    .output(UpdateStatus),
};
