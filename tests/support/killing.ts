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
  /** Called while the broker is up, before each kill. */
  readonly between?: (kill: number) => Promise<void>;
};

const REST_LIMIT_MS = 60_000;

/**
 * Kills the broker (kill -9) and starts it again, over and over, in the middle of the reading; answers each session's
 * rows in the order they were handed out. A session takes about the same share between any two kills, so that none
 * comes to its end before the last.
 */
export async function readWhileKilling(killing: Killing): Promise<ReadonlyMap<string, ReadonlyArray<RecordRow>>> {
  const { reader, own, kills, watched } = killing;
  const sessions = await Promise.all(
    watched.map(async (watch) => ({ watch, sessionId: await watch.open(reader), rows: [] as RecordRow[] })),
  );
  type Session = (typeof sessions)[number];
  const pull = async ({ sessionId, rows }: Session, maxRows: number) => {
    const answer = await reader.client.pull({ sessionId, maxRows, waitMs: 500 });
    for (const row of answer.rows) rows.push(row);
    return answer.state.kind;
  };
  const share = async (session: Session, kill: number) => {
    const until = Math.floor((session.watch.count * kill) / (kills + 1));
    const deadline = Date.now() + REST_LIMIT_MS;
    while (session.rows.length < until) {
      await pull(session, until - session.rows.length);
      if (Date.now() > deadline) throw new Error(`${session.watch.name}: ${session.rows.length} rows of ${until}`);
    }
  };
  for (let kill = 1; kill <= kills; kill++) {
    await killing.between?.(kill);
    await Promise.all(sessions.map((session) => share(session, kill)));
    // Pulls under way when it dies: their answers count as well.
    const underWay = Promise.all(sessions.map((session) => pull(session, 3)));
    await own.kill();
    await underWay;
    await own.start();
  }
  await killing.between?.(kills + 1);
  await Promise.all(
    sessions.map(async (session) => {
      const deadline = Date.now() + REST_LIMIT_MS;
      for (;;) {
        const state = await pull(session, 5000);
        if (session.watch.ends ? state === 'complete' : session.rows.length >= session.watch.count) return;
        if (Date.now() > deadline) throw new Error(`${session.watch.name}: ${session.rows.length} rows, then ${state}`);
      }
    }),
  );
  return new Map(sessions.map(({ watch, rows }) => [watch.name, rows]));
}

/** Offsets of each partition in the order they were shown. */
export function offsetsByPartition(rows: ReadonlyArray<RecordRow>): ReadonlyMap<number, ReadonlyArray<number>> {
  const found = new Map<number, number[]>();
  for (const row of rows) {
    const offsets = found.get(row.partition);
    if (offsets === undefined) found.set(row.partition, [Number(row.offset)]);
    else offsets.push(Number(row.offset));
  }
  return found;
}
