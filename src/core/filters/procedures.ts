import type { Implementer } from '../guard/index.ts';
import { checkExpression } from './check-expression.ts';
import { checkFilter } from './check-filter.ts';
import { FUNCTIONS, OPERATORS, ROOTS } from './functions.ts';

/** The `filters` part of the contract. */
export function filtersProcedures(os: Implementer) {
  return {
    check: os.filters.check.handler(({ input }) => ({
      problems: checkFilter(input.filter).map((problem) => ({ ...problem, path: [...problem.path] })),
    })),
    checkColumns: os.filters.checkColumns.handler(({ input }) => ({
      problems: input.columns.flatMap((text, column) => {
        const checked = checkExpression(text, 'column');
        return checked.ok ? [] : checked.problems.map((problem) => ({ column, ...problem }));
      }),
    })),
    language: os.filters.language.handler(() => ({
      names: ROOTS.map(({ name, doc }) => ({ name, doc })),
      functions: FUNCTIONS.map(({ name, signature, doc }) => ({ name, signature, doc })),
      operators: OPERATORS.map(({ name, doc }) => ({ name, doc })),
    })),
  };
}
