import { useCallback } from 'react';
import type { TopicLook } from '../../shared/contract/app.ts';
import { useApp, usePreferences } from './context.tsx';

const NEW_LOOK: TopicLook = {
  decode: null,
  columns: [],
  hidden: [],
  order: [],
  widths: {},
  statements: [],
  filters: [],
};

/** What is remembered of one topic (columns, saved filters, how it is decoded), and how to change some of it. */
export function useTopicLook(
  clusterId: string,
  topic: string,
): readonly [TopicLook, (change: (look: TopicLook) => Partial<TopicLook>) => void] {
  const { preferences } = useApp();
  const name = `${clusterId}/${topic}`;
  const look = usePreferences((current) => current.topics[name] ?? NEW_LOOK);
  const change = useCallback(
    (make: (look: TopicLook) => Partial<TopicLook>) =>
      preferences.getState().update((current) => {
        const before = current.topics[name] ?? NEW_LOOK;
        return { topics: { ...current.topics, [name]: { ...before, ...make(before) } } };
      }),
    [preferences, name],
  );
  return [look, change];
}
