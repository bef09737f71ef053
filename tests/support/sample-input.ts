import { z } from 'zod';

/** Texts that this product's fields ask for; the first that fits is taken. */
const TEXTS = [
  'a',
  'orders',
  '0',
  '#112233',
  'broker:9092',
  'https://example.com/',
  'AA==',
  'ann@example.com',
  '2026-01-01T00:00:00Z',
  '/tmp/a',
  'a '.repeat(20),
  '00000000-0000-4000-8000-000000000000',
];

/** The smallest input a schema takes, as it comes over the wire (before transforms). Throws where none was found. */
export function sampleInput(schema: z.ZodType): unknown {
  const sample = build(schema);
  const parsed = schema.safeParse(sample);
  if (parsed.success) return sample;
  throw new Error(`No sample for ${JSON.stringify(parsed.error.issues)} of ${JSON.stringify(sample)}`);
}

function build(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.ZodType>;
    const fields = Object.entries(shape).flatMap(([name, field]) =>
      field.safeParse(undefined).success ? [] : [[name, build(field)] as const],
    );
    return Object.fromEntries(fields);
  }
  if (schema instanceof z.ZodDiscriminatedUnion || schema instanceof z.ZodUnion) {
    return first(
      (schema.options as z.ZodType[]).map((option) => () => build(option)),
      schema,
    );
  }
  if (schema instanceof z.ZodArray) {
    const element = schema.element as z.ZodType;
    return first([() => [], () => [build(element)], () => [build(element), build(element)]], schema);
  }
  if (schema instanceof z.ZodTuple) return (schema.def.items as z.ZodType[]).map(build);
  if (schema instanceof z.ZodPipe) {
    const sample = build(schema.in as z.ZodType);
    // What comes after the first part may ask for more than it.
    return schema.safeParse(sample).success ? sample : simpleSample(schema);
  }
  if (schema instanceof z.ZodLazy) return build(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodReadonly) return build(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  if (schema instanceof z.ZodEnum) return schema.options[0];
  return simpleSample(schema);
}

function simpleSample(schema: z.ZodType): unknown {
  const simple: ReadonlyArray<unknown> = [undefined, null, ...TEXTS, false, 0, 1, 100, 2 ** 30, {}];
  return simple.find((value) => schema.safeParse(value).success);
}

function first(tries: ReadonlyArray<() => unknown>, schema: z.ZodType): unknown {
  for (const attempt of tries) {
    const value = attempt();
    if (schema.safeParse(value).success) return value;
  }
  return undefined;
}
