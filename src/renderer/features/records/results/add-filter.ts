import type { RecordFilter } from '../../../../shared/contract/filters.ts';

/** What was asked for and one condition more. */
export function addFilter(before: RecordFilter | null, more: RecordFilter): RecordFilter {
  if (before === null) return more;
  const filters = before.kind === 'all' ? before.filters : [before];
  const isThere = filters.some((each) => JSON.stringify(each) === JSON.stringify(more));
  return isThere ? before : { kind: 'all', filters: [...filters, more] };
}
