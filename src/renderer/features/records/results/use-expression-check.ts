import { useCallback } from 'react';
import type { RecordFilter } from '../../../../shared/contract/filters.ts';
import { useApi } from '../../../app/context.tsx';
import { toShownError } from '../../../ui/shown-error.ts';

type Check = (input: { filter: RecordFilter }) => Promise<{ problems: ReadonlyArray<{ readonly message: string }> }>;

/** What is wrong with an expression, in words; null where it is right. */
export function useExpressionCheck(): (expression: string) => Promise<string | null> {
  const api = useApi();
  return useCallback(
    async (expression) => {
      if (!('filters' in api)) return null;
      const { check } = api.filters as { readonly check: Check };
      try {
        // A column may be of any type; a comparison makes a condition of it.
        const { problems } = await check({ filter: { kind: 'expression', text: `(${expression}) == null` } });
        return problems[0]?.message ?? null;
      } catch (error) {
        return toShownError(error).message;
      }
    },
    [api],
  );
}
