import type { LaneId } from './source.ts';

/** What a lane is: one partition of one of the session's topics. */
export type LanePlace = {
  readonly topic: string;
  /** Index into the session's topics. */
  readonly topicIndex: number;
  readonly partition: number;
};

/** The partitions of a session, numbered. */
export type Lanes = ReadonlyArray<LanePlace>;

export function placeOf(lanes: Lanes, lane: LaneId): LanePlace {
  const place = lanes[lane];
  if (place === undefined) throw new Error(`There is no lane ${lane}.`);
  return place;
}

/** The partitions of lanes, by topic, as the engine asks for them. */
export function partitionsOf(lanes: Lanes, ids: Iterable<LaneId>): Map<string, number[]> {
  const partitions = new Map<string, number[]>();
  for (const id of ids) {
    const { topic, partition } = placeOf(lanes, id);
    const list = partitions.get(topic);
    if (list === undefined) partitions.set(topic, [partition]);
    else list.push(partition);
  }
  return partitions;
}
