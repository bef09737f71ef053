import { useCallback, useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { RecordFilter } from '../../../shared/contract/filters.ts';
import type { ReadFrom } from '../../../shared/contract/records.ts';
import type { DecodeChoices } from '../../../shared/contract/serdes.ts';
import { useApp, usePreferences, useView } from '../../app/context.tsx';
import type { Place } from '../../state/view.ts';
import type { SessionRequest } from './record-session.ts';
import { addPart, draftOf, filterOf } from './search/filter-draft.ts';
import { createFilterStore, type FilterStore } from './search/filter-store.ts';
import { sameFilter } from './search/filter-tree.ts';
import {
  changeSettings,
  firstSettings,
  orderFor,
  placedSettings,
  requestOf,
  type ReadSettings,
} from './search/read-settings.ts';

/** What the toolbar says to read. Every change of `request` or `generation` is a new session. */
export function useReadOptions(clusterId: string, topic: string) {
  const [settings, setSettings] = useState(() => firstSettings(topic));
  const [generation, setGeneration] = useState(0);
  const [filters] = useState(createFilterStore);
  const place = useAskedPlace(clusterId, topic, {
    onPlace: (asked) => setSettings(placedSettings(topic, asked)),
    // A filter might hide what was asked for.
    onShown: () => filters.getState().edit((draft) => draftOf(null, draft.line)),
  });
  const { topics } = settings;
  const decode = useDecodeOf(clusterId, topics);
  const request = useMemo<SessionRequest>(() => requestOf(clusterId, settings, decode), [clusterId, settings, decode]);
  const refresh = useCallback(() => setGeneration((current) => current + 1), []);

  /** Reads something else, at once. */
  const change = useCallback(
    (part: Partial<ReadSettings>) => setSettings((before) => changeSettings(before, part)),
    [],
  );
  const readFrom = useCallback((from: ReadFrom) => change({ from }), [change]);
  const switchOrder = useCallback(
    () =>
      setSettings((before) =>
        orderFor(before) === null ? { ...before, order: before.order === 'oldest' ? 'newest' : 'oldest' } : before,
      ),
    [],
  );
  const filterActions = useFilterActions(filters, settings.filter, change, refresh);
  const topicChoices = useTopicChoices(setSettings);
  // One object while nothing changes: the toolbar is not drawn with every row that arrives.
  return useMemo(
    () => ({
      clusterId,
      topic,
      place,
      settings,
      partitions: settings.topics[0]?.partitions ?? [],
      request,
      generation,
      change,
      readFrom,
      refresh,
      switchOrder,
      filters,
      ...filterActions,
      ...topicChoices,
    }),
    [
      clusterId,
      topic,
      place,
      settings,
      request,
      generation,
      change,
      readFrom,
      refresh,
      switchOrder,
      filters,
      filterActions,
      topicChoices,
    ],
  );
}
export type ReadOptions = ReturnType<typeof useReadOptions>;

type PlaceHands = { readonly onPlace: (place: Place) => void; readonly onShown: () => void };

/** The place last asked for in this topic. It is taken: a tab that is opened later does not go there again. */
function useAskedPlace(clusterId: string, topic: string, { onPlace, onShown }: PlaceHands): Place | null {
  const { view } = useApp();
  const place = useView((state) => state.place);
  const asked = place?.clusterId === clusterId && place.topic === topic ? place : null;
  const [taken, setTaken] = useState<Place | null>(null);
  if (asked !== null && asked !== taken) {
    setTaken(asked);
    onPlace(asked);
  }
  const shown = useEffectEvent(onShown);
  useEffect(() => {
    if (asked === null) return;
    shown();
    view.getState().goTo(null);
  }, [asked, view]);
  return taken;
}

/** The ways to another filter; each leaves the bar showing what is searched for. */
function useFilterActions(
  filters: FilterStore,
  applied: RecordFilter | null,
  change: (part: Partial<ReadSettings>) => void,
  refresh: () => void,
) {
  /** Searches for what the bar says; once more where it said so before. */
  const search = useCallback(() => {
    const { draft, remember } = filters.getState();
    remember();
    const filter = filterOf(draft);
    if (sameFilter(filter, applied)) refresh();
    else change({ filter });
  }, [filters, applied, change, refresh]);
  const setFilter = useCallback(
    (filter: RecordFilter | null) => {
      filters.getState().edit((draft) => draftOf(filter, draft.line));
      if (!sameFilter(filter, applied)) change({ filter });
    },
    [filters, applied, change],
  );
  /** Narrows the search: one more condition that must hold. */
  const addFilter = useCallback(
    (filter: RecordFilter) => {
      filters.getState().edit((draft) => {
        const whole = filterOf(draft);
        // What one of several must be becomes one condition, so that the new one narrows it.
        const base = draft.join === 'any' && whole !== null ? { ...draftOf(null, draft.line), parts: [whole] } : draft;
        return addPart(base, filter);
      });
      search();
    },
    [filters, search],
  );
  return useMemo(() => ({ search, setFilter, addFilter }), [search, setFilter, addFilter]);
}

function useTopicChoices(setSettings: (change: (before: ReadSettings) => ReadSettings) => void) {
  const setPartitions = useCallback(
    (partitions: ReadonlyArray<number>, at = 0) =>
      setSettings((before) =>
        changeSettings(before, {
          topics: before.topics.map((each, index) => (index === at ? { ...each, partitions } : each)),
        }),
      ),
    [setSettings],
  );
  const addTopic = useCallback(
    (topic: string) =>
      setSettings((before) => changeSettings(before, { topics: [...before.topics, { topic, partitions: [] }] })),
    [setSettings],
  );
  const removeTopic = useCallback(
    (topic: string) =>
      setSettings((before) =>
        changeSettings(before, { topics: before.topics.filter((each, index) => index === 0 || each.topic !== topic) }),
      ),
    [setSettings],
  );
  return useMemo(() => ({ setPartitions, addTopic, removeTopic }), [setPartitions, addTopic, removeTopic]);
}

/** How the topics are decoded, as remembered; the same object while none of it changes. */
function useDecodeOf(clusterId: string, topics: ReadSettings['topics']): Readonly<Record<string, DecodeChoices>> {
  // As text: other memories of the topics (columns, saved filters) change without the session starting anew.
  const known = usePreferences((preferences) =>
    JSON.stringify(
      topics.flatMap(({ topic }) => {
        const decode = preferences.topics[`${clusterId}/${topic}`]?.decode ?? null;
        return decode === null ? [] : [[topic, decode]];
      }),
    ),
  );
  return useMemo(() => Object.fromEntries(JSON.parse(known) as Array<[string, DecodeChoices]>), [known]);
}
