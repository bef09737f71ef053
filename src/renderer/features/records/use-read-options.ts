import { useCallback, useMemo, useState } from 'react';
import type { ReadFrom } from '../../../shared/contract/records.ts';
import type { DecodeChoices } from '../../../shared/contract/serdes.ts';
import { usePreferences } from '../../app/context.tsx';
import type { SessionRequest } from './record-session.ts';
import { changeSettings, firstSettings, requestOf, type ReadSettings } from './search/read-settings.ts';

/** What the toolbar says to read. Every change of `request` or `generation` is a new session. */
export function useReadOptions(clusterId: string, topic: string) {
  const [settings, setSettings] = useState(() => firstSettings(topic));
  const [generation, setGeneration] = useState(0);
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
  const partitions = topics[0]?.partitions ?? [];
  const setPartitions = useCallback(
    (chosen: ReadonlyArray<number>) =>
      setSettings((before) =>
        changeSettings(before, {
          topics: before.topics.map((each, index) => (index === 0 ? { ...each, partitions: chosen } : each)),
        }),
      ),
    [],
  );
  return { clusterId, topic, settings, request, generation, change, readFrom, refresh, partitions, setPartitions };
}
export type ReadOptions = ReturnType<typeof useReadOptions>;

/** How the topics are decoded, as remembered; the same object while none of it changes. */
function useDecodeOf(clusterId: string, topics: ReadSettings['topics']): Readonly<Record<string, DecodeChoices>> {
  const looks = usePreferences((preferences) => preferences.topics);
  const names = topics.map((each) => each.topic);
  // As text: other memories of the topics (columns, saved filters) change without the session starting anew.
  const known = JSON.stringify(
    names.flatMap((name) => {
      const decode = looks[`${clusterId}/${name}`]?.decode ?? null;
      return decode === null ? [] : [[name, decode]];
    }),
  );
  return useMemo(() => Object.fromEntries(JSON.parse(known) as Array<[string, DecodeChoices]>), [known]);
}
