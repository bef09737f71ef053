import { FILTER_DEPTH, type RecordFilter } from '../../shared/contract/filters.ts';
import { checkExpression } from './check-expression.ts';
import { checkWords } from './words.ts';

export type FilterProblem = {
  /** Which filter of the tree: indexes of `filters`, and 0 for what a `not` turns round. Empty: the whole. */
  readonly path: ReadonlyArray<number>;
  /** What is wrong and what to do. */
  readonly message: string;
  /** UTF-16 positions in the filter's text or code. */
  readonly from?: number;
  readonly to?: number;
};

/** Everything that is wrong with a filter; nothing where it can be used. */
export function checkFilter(filter: RecordFilter): ReadonlyArray<FilterProblem> {
  return check(filter, []);
}

function check(filter: RecordFilter, path: ReadonlyArray<number>): ReadonlyArray<FilterProblem> {
  switch (filter.kind) {
    case 'words': {
      if (filter.text === '') return [{ path, message: 'Write what to look for.' }];
      const problem = checkWords(filter);
      return problem === null ? [] : [{ path, ...problem }];
    }
    case 'expression': {
      const checked = checkExpression(filter.text, 'filter');
      return checked.ok ? [] : checked.problems.map((problem) => ({ path, ...problem }));
    }
    case 'javascript': {
      if (filter.code.trim() !== '') return [];
      return [
        {
          path,
          message: 'Write an expression of record, such as record.value.total > 100.',
          from: 0,
          to: filter.code.length,
        },
      ];
    }
    case 'is':
      return [];
    case 'not':
      return tooDeep(path) ?? check(filter.filter, [...path, 0]);
    case 'all':
    case 'any': {
      if (filter.filters.length === 0)
        return [{ path, message: 'This group is empty; add a filter to it or remove it.' }];
      return tooDeep(path) ?? filter.filters.flatMap((inner, index) => check(inner, [...path, index]));
    }
  }
}

function tooDeep(path: ReadonlyArray<number>): ReadonlyArray<FilterProblem> | null {
  if (path.length < FILTER_DEPTH) return null;
  return [{ path, message: `Filters can be put together ${FILTER_DEPTH} levels deep.` }];
}
