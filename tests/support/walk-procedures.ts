import { isProcedure } from '@orpc/server';
import { isContractProcedure } from '@orpc/contract';
import type { z } from 'zod';
import type { ProcedureMeta } from '../../src/shared/contract/meta.ts';
import { contract } from '../../src/shared/contract/index.ts';

export type ContractProcedure = {
  readonly path: ReadonlyArray<string>;
  readonly name: string;
  readonly meta: ProcedureMeta;
  readonly input: z.ZodType | undefined;
};

/** Every procedure of the contract. */
export function contractProcedures(
  router: object = contract,
  path: ReadonlyArray<string> = [],
): ReadonlyArray<ContractProcedure> {
  return Object.entries(router).flatMap(([key, value]: [string, unknown]) => {
    const here = [...path, key];
    if (!isContractProcedure(value)) return contractProcedures(value as object, here);
    const { meta, inputSchema } = value['~orpc'];
    const input = inputSchema as z.ZodType | undefined;
    return [{ path: here, name: here.join('.'), meta: meta as ProcedureMeta, input }];
  });
}

/** The procedure of a real router at a place of the contract. */
export function procedureAt(router: object, path: ReadonlyArray<string>) {
  const found = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], router);
  if (!isProcedure(found)) throw new Error(`${path.join('.')} is not in the router.`);
  return found;
}
