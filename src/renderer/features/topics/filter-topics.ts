import type { TopicRow } from '../../../shared/contract/topics.ts';

/** Topics whose name has every word of the filter in it, in any order, upper or lower case alike. */
export function filterTopics(topics: ReadonlyArray<TopicRow>, filter: string): ReadonlyArray<TopicRow> {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return topics;
  return topics.filter(({ name }) => {
    const lower = name.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}
