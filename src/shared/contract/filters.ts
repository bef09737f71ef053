import { z } from 'zod';

/** Where words are looked for. `any`: in key, value and headers (names and values). */
export const FilterPlace = z.enum(['key', 'value', 'headers', 'any']);
export type FilterPlace = z.infer<typeof FilterPlace>;

const Words = z.strictObject({
  kind: z.literal('words'),
  in: FilterPlace,
  text: z.string().min(1).max(10_000),
  /** The text is a regular expression (JavaScript's, with the `u` flag). */
  regex: z.boolean(),
  matchCase: z.boolean(),
  wholeWord: z.boolean(),
});

/** True or false of a decoded record: `value.order.total > 100 && headers.source == "eu"`. A language without side effects. */
const Expression = z.strictObject({ kind: z.literal('expression'), text: z.string().min(1).max(20_000) });

/** The body of a JavaScript function of `record` that returns true or false; runs in a sandbox. */
const JavaScript = z.strictObject({ kind: z.literal('javascript'), code: z.string().min(1).max(100_000) });

/** What no text can say. */
const Is = z.strictObject({
  kind: z.literal('is'),
  what: z.enum(['tombstone', 'null-key', 'empty-value', 'undecodable']),
});

export type RecordFilter =
  | z.infer<typeof Words>
  | z.infer<typeof Expression>
  | z.infer<typeof JavaScript>
  | z.infer<typeof Is>
  | { readonly kind: 'all' | 'any'; readonly filters: ReadonlyArray<RecordFilter> }
  | { readonly kind: 'not'; readonly filter: RecordFilter };

/** Filters put together at most this deep. */
export const FILTER_DEPTH = 6;

function filterOfDepth(depth: number): z.ZodType<RecordFilter> {
  const leaves = [Words, Expression, JavaScript, Is] as const;
  if (depth === 0) return z.discriminatedUnion('kind', leaves);
  const inner = filterOfDepth(depth - 1);
  return z.discriminatedUnion('kind', [
    ...leaves,
    z.strictObject({ kind: z.enum(['all', 'any']), filters: z.array(inner).min(1).max(50) }),
    z.strictObject({ kind: z.literal('not'), filter: inner }),
  ]);
}

/** What a record must be to be shown. */
export const RecordFilter = filterOfDepth(FILTER_DEPTH);
