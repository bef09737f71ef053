import { z } from 'zod';
import { procedure } from './meta.ts';

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

const Message = z.object({
  /** What is wrong and what to do about it. */
  message: z.string(),
  /** UTF-16 positions in the text, where the fault has a place. */
  from: z.int().optional(),
  to: z.int().optional(),
});

const Described = z.object({ name: z.string(), doc: z.string() });

export const filtersContract = {
  /** Everything that is wrong with a filter, for the editor to mark while it is typed. No problem: it can be used. */
  check: procedure('records.read', 'read')
    .input(z.strictObject({ filter: RecordFilter }))
    .output(
      z.object({
        /** `path` leads to the filter: indexes of `filters`, and 0 for what a `not` turns round. */
        problems: z.array(Message.extend({ path: z.array(z.int()) })),
      }),
    ),
  /** The same for expressions that are columns, which may give any value. */
  checkColumns: procedure('records.read', 'read')
    .input(z.strictObject({ columns: z.array(z.string().max(500)).max(50) }))
    .output(z.object({ problems: z.array(Message.extend({ column: z.int() })) })),
  /** The expression language for completion and help. */
  language: procedure('records.read', 'read').output(
    z.object({
      names: z.array(Described),
      functions: z.array(Described.extend({ signature: z.string() })),
      operators: z.array(Described),
    }),
  ),
};
