import type { RecordFilter } from '../../../../shared/contract/filters.ts';

/** Where a filter stands in a tree: the index at each level; 0 leads into a `not`. */
export type FilterPath = ReadonlyArray<number>;

export type GroupFilter = Extract<RecordFilter, { kind: 'all' | 'any' }>;

export function isGroup(filter: RecordFilter): filter is GroupFilter {
  return filter.kind === 'all' || filter.kind === 'any';
}

/** The opposite; twice not is none. */
export function negated(filter: RecordFilter): RecordFilter {
  return filter.kind === 'not' ? filter.filter : { kind: 'not', filter };
}

/** The filter at `path`; null where the tree has nothing there. */
export function filterAt(filter: RecordFilter, path: FilterPath): RecordFilter | null {
  const [first, ...rest] = path;
  if (first === undefined) return filter;
  const inner = innerOf(filter)[first];
  return inner === undefined ? null : filterAt(inner, rest);
}

/** The tree with the filter at `path` changed; null takes it away, and with it a group that is left empty. */
export function changeAt(
  filter: RecordFilter,
  path: FilterPath,
  change: (filter: RecordFilter) => RecordFilter | null,
): RecordFilter | null {
  const [first, ...rest] = path;
  if (first === undefined) return change(filter);
  if (isGroup(filter)) {
    const filters = filter.filters.flatMap((each, index) => {
      const next = index === first ? changeAt(each, rest, change) : each;
      return next === null ? [] : [next];
    });
    return filters.length === 0 ? null : { ...filter, filters };
  }
  if (filter.kind !== 'not' || first !== 0) return filter;
  const inner = changeAt(filter.filter, rest, change);
  return inner === null ? null : { kind: 'not', filter: inner };
}

/** Without conditions whose text is still empty, without groups of one; null where nothing is left. */
export function tidy(filter: RecordFilter): RecordFilter | null {
  switch (filter.kind) {
    case 'words':
    case 'expression':
      return filter.text.trim() === '' ? null : filter;
    case 'javascript':
      return filter.code.trim() === '' ? null : filter;
    case 'is':
      return filter;
    case 'not': {
      const inner = tidy(filter.filter);
      return inner === null ? null : { kind: 'not', filter: inner };
    }
    case 'all':
    case 'any': {
      const filters = filter.filters.flatMap((each) => tidy(each) ?? []);
      const [only] = filters;
      if (only === undefined) return null;
      return filters.length === 1 ? only : { kind: filter.kind, filters };
    }
  }
}

export function sameFilter(a: RecordFilter | null, b: RecordFilter | null): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** How deep groups and nots are put into each other: 0 for a single condition. */
export function depthOf(filter: RecordFilter): number {
  const inner = innerOf(filter);
  return inner.length === 0 ? 0 : 1 + Math.max(...inner.map(depthOf));
}

function innerOf(filter: RecordFilter): ReadonlyArray<RecordFilter> {
  if (isGroup(filter)) return filter.filters;
  return filter.kind === 'not' ? [filter.filter] : [];
}
