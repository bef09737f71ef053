import { isContractProcedure } from '@orpc/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../shared/contract/index.ts';
import { Feature } from '../../shared/licensing.ts';

type Found = {
  readonly name: string;
  readonly meta: unknown;
  readonly input: z.ZodType | undefined;
  readonly errors: object;
};

/** Every procedure of the contract with its dotted name. */
function procedures(router: object, path: ReadonlyArray<string> = []): Found[] {
  return Object.entries(router).flatMap(([key, value]: [string, unknown]): Found[] => {
    const name = [...path, key];
    if (!isContractProcedure(value)) return procedures(value as object, name);
    const { meta, inputSchema, errorMap } = value['~orpc'];
    return [{ name: name.join('.'), meta, input: inputSchema as z.ZodType | undefined, errors: errorMap }];
  });
}

function fieldsOf(input: z.ZodType | undefined): Record<string, z.ZodType> {
  return input instanceof z.ZodObject ? (input.shape as Record<string, z.ZodType>) : {};
}

/** Clusters that are made, listed or pasted have no id yet; a reading session knows its cluster since it was opened. */
const WITHOUT_CLUSTER = [
  /^(app|account)\./,
  /^localKafka\./,
  /^(network|links|updates)\./,
  /^filters\./,
  /^(telemetry|support)\./,
  /^searchCache\.(info|configure)$/,
  /^clusters\.(list|create|parseConfig)$/,
  /^records\.(pull|record|bytes|progress|extend|setColumns|rows|histogram|compare|previousOfKey|close)$/,
  /^(results|exports)\./,
  /^(secretStore|transfer|log)\./,
];

const ALL = procedures(contract);

describe('the contract', () => {
  it('is walked whole', () => {
    expect(ALL.length).toBeGreaterThan(20);
    expect(ALL.map(({ name }) => name)).toEqual(expect.arrayContaining(['app.info', 'clusters.open', 'records.pull']));
  });

  it.each(ALL)('$name says which feature it needs and what it does to the world', ({ meta }) => {
    const Meta = z.strictObject({ feature: Feature, effect: z.enum(['read', 'configure', 'write', 'destroy']) });
    expect(Meta.safeParse(meta).success).toBe(true);
  });

  it.each(ALL)('$name fails with APP_ERROR and nothing else', ({ errors }) => {
    expect(Object.keys(errors)).toEqual(['APP_ERROR']);
  });

  it.each(ALL)('$name names its cluster `clusterId`, at the top, where it works on one', ({ name, input }) => {
    const takesNone = WITHOUT_CLUSTER.some((pattern) => pattern.test(name));
    expect('clusterId' in fieldsOf(input)).toBe(!takesNone);
  });

  it.each(ALL)('$name changes no cluster without naming it, not even optionally', ({ meta, input }) => {
    const { effect } = meta as { effect: string };
    if (effect !== 'write' && effect !== 'destroy') return;
    expect(fieldsOf(input)['clusterId']?.safeParse(undefined).success).toBe(false);
  });

  it.each(ALL)('$name takes no field that it does not know', ({ name, input }) => {
    if (input === undefined || name === 'app.savePreferences') return; // An old page may send what a new one knows.
    const issues = input.safeParse({ noSuchField: 1 }).error?.issues ?? [];
    expect(issues.some((issue) => issue.code === 'unrecognized_keys')).toBe(true);
  });
});
