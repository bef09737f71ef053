import { engineFor, type LocalKafkaPorts } from './room-ports.ts';
import { endProcess, isAlive, processIdentity } from './process.ts';
import type { LocalState } from './state-file.ts';

/** What became of the broker an earlier run of the app left behind. */
export type OldBroker = 'running' | 'gone';

const ANSWER_LIMIT_MS = 5_000;

/**
 * Looks for the process of `state`. It is ours only where it answers with our cluster id, or began at the moment we
 * wrote down; a number that another program has meanwhile is left alone. One that is ours but does not answer (it hangs,
 * or the app died while it started) is ended, because it holds the data folder.
 */
export async function findOldBroker(state: LocalState, ports: LocalKafkaPorts): Promise<OldBroker> {
  const { process } = state;
  if (process === null || !(await isAlive(process.pid))) return 'gone';
  if (await answersAs(state, ports)) return 'running';
  const isOurs = process.identity !== null && (await processIdentity(process.pid)) === process.identity;
  if (isOurs) {
    ports.log.warn('local-kafka.old-broker-does-not-answer', { pid: process.pid });
    await endProcess(process.pid, 10_000);
  }
  return 'gone';
}

/** True where the broker at our port is our cluster. */
export async function answersAs(
  state: Pick<LocalState, 'clusterId' | 'port'>,
  ports: LocalKafkaPorts,
): Promise<boolean> {
  const engine = engineFor(ports.createEngine, state.port, ANSWER_LIMIT_MS);
  try {
    return (await engine.describeCluster()).kafkaClusterId === state.clusterId;
  } catch (error) {
    ports.log.info('local-kafka.no-answer', { port: state.port, error });
    return false;
  } finally {
    await engine.close();
  }
}
