import { z } from 'zod';
import { Offset, PartitionId, TimestampMs } from './meta.ts';

/** Longest text of one value in a list of changes. */
export const CHANGE_TEXT = 2000;

const Place = z.object({ topic: z.string(), partition: PartitionId, offset: Offset, timestamp: TimestampMs });

/** One difference of two documents. `from` is a path in the first, `path` in the second. */
export const ComparedChange = z.object({
  kind: z.enum(['added', 'removed', 'changed', 'moved']),
  from: z.string().nullable(),
  path: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type ComparedChange = z.infer<typeof ComparedChange>;

/** A line of both texts side by side; `skip` stands for `count` lines that are the same. */
export const ComparedLine = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['same', 'changed', 'left', 'right']),
    left: z.string().nullable(),
    right: z.string().nullable(),
  }),
  z.object({ kind: z.literal('skip'), count: z.int() }),
]);
export type ComparedLine = z.infer<typeof ComparedLine>;

export const ComparedPart = z.object({
  part: z.enum(['key', 'value', 'headers']),
  /** `equal`: the same meaning written in another way (order of keys, spelling of numbers). */
  verdict: z.enum(['same', 'equal', 'different']),
  /** By meaning, where both are JSON; else null. */
  changes: z.array(ComparedChange).nullable(),
  changesAreWhole: z.boolean(),
  /** JSON with its keys in order, so that the same things stand side by side. */
  lines: z.array(ComparedLine),
  linesAreWhole: z.boolean(),
  /** What the reader must know ("Only the first 256 KiB were compared."); null where there is nothing. */
  note: z.string().nullable(),
});
export type ComparedPart = z.infer<typeof ComparedPart>;

export const Comparison = z.object({ a: Place, b: Place, parts: z.array(ComparedPart) });
export type Comparison = z.infer<typeof Comparison>;

/** How far back a search for the previous record of a key has looked. */
export const LookedBack = z.object({
  /** Records looked at in this call. */
  records: z.int(),
  /** The oldest offset looked at: where "look further" begins. */
  from: Offset,
  /** Nothing older is left in the partition. */
  reachedStart: z.boolean(),
  /** What on the way could not be read, and may hold a newer record of the key; one sentence each. */
  notes: z.array(z.string()),
});
export type LookedBack = z.infer<typeof LookedBack>;
