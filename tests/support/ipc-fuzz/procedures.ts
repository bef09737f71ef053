import { isContractProcedure } from '@orpc/contract';
import { z } from 'zod';
import { contract } from '../../../src/shared/contract/index.ts';
import type { ProcedureMeta } from '../../../src/shared/contract/meta.ts';

export type FuzzedProcedure = {
  /** As the page calls it: `/records/open`. */
  readonly path: string;
  readonly meta: ProcedureMeta;
  readonly input: z.ZodType | null;
  /** Its input as JSON Schema, to make a valid one from. */
  readonly schema: JsonSchema | null;
};
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Every procedure of the contract. */
export function allProcedures(router: object = contract, path = ''): ReadonlyArray<FuzzedProcedure> {
  return Object.entries(router).flatMap(([name, value]: [string, unknown]): ReadonlyArray<FuzzedProcedure> => {
    const at = `${path}/${name}`;
    if (!isContractProcedure(value)) return allProcedures(value as object, at);
    const { meta, inputSchema } = value['~orpc'];
    const input = inputSchema === undefined ? null : (inputSchema as unknown as z.ZodType);
    const schema = input === null ? null : z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
    return [{ path: at, meta: meta as ProcedureMeta, input, schema }];
  });
}
