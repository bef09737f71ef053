import type { RecordRow } from '../../src/shared/contract/records.ts';
import type { Reader } from '../integration/records-harness.ts';
import type { BreakableBroker } from './brokers.ts';

/** A session that is read while its broker dies again and again. */
export type Watched = {
  readonly name: string;
  /** Opens it: any start, filter, order or columns. */
  open(reader: Reader): Promise<string>;
  /** True where the session must come to its end; false for a live tail, which is over when it showed `count` rows. */
  readonly ends: boolean;
  readonly count: number;
};

export type Killing = {
  readonly reader: Reader;
  readonly own: BreakableBroker;
  readonly kills: number;
  readonly watched: ReadonlyArray<Watched>;
  /** Opened anew before each kill, and read to its end over the restart: what is too fast to be spread over all kills. */
  readonly raced: Watched;
  /** From the opening of the raced session to the kill. */
  readonly delayMs: () => number;
  /** Called while the broker is up, before each kill. */
  readonly between?: (kill: number) => Promise<void>;
};

export type Rows = ReadonlyArray<RecordRow>;
/** In the order they were handed out: rows of each watched session, and of each raced one. */
export type Shown = {
  readonly watched: ReadonlyMap<string, Rows>;
  /** `isCaught`: it had not come to its end when the broker died. */
  readonly raced: ReadonlyArray<{ readonly rows: Rows; readonly isCaught: boolean }>;
  /** Of all the time: what the broker took to start. */
  readonly startMs: number;
};

const REST_LIMIT_MS = 60_000;
const MOST_ROWS = 5000;

/**
 * Kills the broker (kill -9) and starts it again, over and over, in the middle of the reading. A watched session takes
 * about the same share between any two kills, so that none comes to its end before the last.
 */
export async function readWhileKilling(killing: Killing): Promise<Shown> {
  const { reader, own, kills } = killing;
  const sessions = await Promise.all(killing.watched.map((watch) => opened(reader, watch)));
  const raced: Array<{ rows: Rows; isCaught: boolean }> = [];
  let startMs = 0;
  for (let kill = 1; kill <= kills; kill++) {
    await killing.between?.(kill);
    await Promise.all(sessions.map((session) => session.readTo(Math.floor((session.count * kill) / (kills + 1)))));
    const race = await opened(reader, killing.raced);
    const racing = race.readOut();
    // Pulls under way when it dies: their answers count as well.
    const underWay = Promise.all([racing, ...sessions.map((session) => session.pull(3))]);
    await new Promise((resolve) => setTimeout(resolve, killing.delayMs()));
    const isCaught = !race.isOver();
    await own.kill();
    const killed = performance.now();
    await Promise.all([own.start().then(() => (startMs += performance.now() - killed)), underWay]);
    raced.push({ rows: race.rows, isCaught });
    await race.close();
  }
  await killing.between?.(kills + 1);
  await Promise.all(sessions.map((session) => session.readOut()));
  return { watched: new Map(sessions.map(({ name, rows }) => [name, rows])), raced, startMs };
}

async function opened(reader: Reader, watch: Watched) {
  const sessionId = await watch.open(reader);
  const rows: RecordRow[] = [];
  let state = '';
  const pull = async (maxRows: number) => {
    const answer = await reader.client.pull({ sessionId, maxRows, waitMs: 500 });
    for (const row of answer.rows) rows.push(row);
    state = answer.state.kind;
  };
  const isOver = () => (watch.ends ? state === 'complete' : rows.length >= watch.count);
  const pullUntil = async (isEnough: () => boolean, missing: () => number) => {
    const deadline = Date.now() + REST_LIMIT_MS;
    while (!isEnough()) {
      await pull(Math.min(MOST_ROWS, missing()));
      if (Date.now() > deadline) throw new Error(`${watch.name}: ${rows.length} rows, then ${state}`);
    }
  };
  return {
    name: watch.name,
    count: watch.count,
    rows,
    isOver,
    pull,
    readTo: (count: number) =>
      pullUntil(
        () => rows.length >= count,
        () => count - rows.length,
      ),
    readOut: () => pullUntil(isOver, () => MOST_ROWS),
    close: () => reader.client.close({ sessionId }),
  };
}

/** Offsets of each partition in the order they were shown. */
export function offsetsByPartition(rows: Rows): ReadonlyMap<number, ReadonlyArray<number>> {
  const found = new Map<number, number[]>();
  for (const row of rows) {
    const offsets = found.get(row.partition);
    if (offsets === undefined) found.set(row.partition, [Number(row.offset)]);
    else offsets.push(Number(row.offset));
  }
  return found;
}
