import type { TopicLook } from '../../../../shared/contract/app.ts';
import type { RecordFilter } from '../../../../shared/contract/filters.ts';

export type SavedFilters = TopicLook['filters'];

const MAX_NAME = 100;
const MAX_SAVED = 200;

/** The filters with one more, or with another in the place of the one that had the name. */
export function saveFilter(filters: SavedFilters, name: string, filter: RecordFilter): SavedFilters {
  const trimmed = name.trim().slice(0, MAX_NAME);
  if (trimmed === '') return filters;
  const saved = { name: trimmed, filter };
  const there = filters.some((each) => each.name === trimmed);
  if (there) return filters.map((each) => (each.name === trimmed ? saved : each));
  return [...filters, saved].slice(-MAX_SAVED);
}

/** Null where the name cannot be given: it is empty, or another filter has it. */
export function renameFilter(filters: SavedFilters, from: string, to: string): SavedFilters | null {
  const trimmed = to.trim().slice(0, MAX_NAME);
  if (trimmed === '') return null;
  if (trimmed !== from && filters.some((each) => each.name === trimmed)) return null;
  return filters.map((each) => (each.name === from ? { ...each, name: trimmed } : each));
}

export function deleteFilter(filters: SavedFilters, name: string): SavedFilters {
  return filters.filter((each) => each.name !== name);
}
