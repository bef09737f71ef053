import { randomBytes } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { startBroker, type RunningBroker } from './broker.ts';
import { stopIfCancelled } from './cancel.ts';
import { clusterIdOfData } from './layout.ts';
import { obtainJava, obtainKafka } from './obtain.ts';
import { answersAs } from './old-broker.ts';
import { engineFor, type Obtain } from './room-ports.ts';
import { freePorts } from './ports.ts';
import { processIdentity } from './process.ts';
import { kraftProperties } from './properties.ts';
import { writeSampleData } from './sample/write-sample-data.ts';
import { allTopics, areServed, becomesTrue } from './served.ts';
import type { LocalState, StateFile } from './state-file.ts';
import { KAFKA_VERSION } from './versions.ts';

export type StartContext = Obtain & { readonly stateFile: StateFile };

/** Everything from an empty folder to a broker that answers. Leaves no process behind where it fails. */
export async function bringUp(on: StartContext): Promise<{ state: LocalState; broker: RunningBroker }> {
  const java = await obtainJava(on);
  const jars = await obtainKafka(on);
  stopIfCancelled(on.signal);
  try {
    return await launch(on, java, jars);
  } catch (error) {
    // Between our look at a port and the broker's own, another program may have taken it: choose again, once.
    if (!(error instanceof AppError) || !error.message.includes('took its port')) throw error;
    return await launch(on, java, jars);
  }
}

async function launch(on: StartContext, java: string, jars: string) {
  const { layout, progress, signal, stateFile } = on;
  const state = await nextState(on);
  const { port, controllerPort, clusterId } = state;
  const broker = await startBroker({
    java,
    jars,
    folder: layout.folder,
    properties: kraftProperties({ dataFolder: layout.data, port, controllerPort }),
    clusterId,
    outlivesUs: true,
    signal,
    onStep: (step) =>
      progress(step, step === 'format' ? 'Preparing the data folder.' : `Starting Apache Kafka ${KAFKA_VERSION}.`),
    onProcess: async (pid) => {
      await stateFile.write({ ...state, process: { pid, identity: await processIdentity(pid) } });
    },
  });
  try {
    if (!(await answersAs(state, on.ports))) {
      throw new AppError('BROKER_START', 'Kafka started but does not answer.', { retryable: true, hint: 'Try again.' });
    }
    await waitForTopics(on, port);
    return { state: { ...state, process: { pid: broker.pid, identity: await processIdentity(broker.pid) } }, broker };
  } catch (error) {
    await broker.stop();
    throw error;
  }
}

/** The broker says that it is ready before it serves the topics it has on disk. */
async function waitForTopics({ ports, signal }: StartContext, port: number): Promise<void> {
  const engine = engineFor(ports.createEngine, port, 15_000);
  try {
    const topics = await allTopics(engine, signal);
    const isReady = await becomesTrue(() => areServed(engine, topics, signal), 30_000, signal);
    // A partition may be lost for good (a damaged file): the others are worth having.
    if (!isReady) ports.log.warn('local-kafka.topics-not-served', { topics: topics.size });
  } finally {
    await engine.close();
  }
}

/** The state to start with: the address and id of last time where they can be kept. */
async function nextState({ stateFile, layout, ports }: StartContext): Promise<LocalState> {
  const last = await stateFile.read();
  const ofData = await clusterIdOfData(layout);
  const chosen = await freePorts([last?.port ?? null, last?.controllerPort ?? null]);
  const [port = 0, controllerPort = 0] = chosen;
  const state: LocalState = {
    version: 1,
    clusterId: ofData ?? newClusterId(),
    kafkaVersion: KAFKA_VERSION,
    port,
    controllerPort,
    process: null,
    // Sample data belongs to the data folder: where that is gone, so is it.
    sampleData: ofData === null ? null : (last?.sampleData ?? null),
  };
  await stateFile.write(state);
  ports.log.info('local-kafka.start', { port, clusterId: state.clusterId });
  return state;
}

/** 16 random bytes in the 22 characters of Kafka's own ids, which do not begin with a dash. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

/** Writes the sample data where it was never written to the end. */
export async function addSampleData(on: StartContext, state: LocalState): Promise<LocalState> {
  if (state.sampleData?.isComplete) return state;
  const now = on.ports.clock();
  const replaceTopics = state.sampleData !== null;
  await on.stateFile.write({ ...state, sampleData: { at: now, isComplete: false } });
  on.progress('sample-data', 'Writing sample data.', 0);
  const engine = engineFor(on.ports.createEngine, state.port, 15_000);
  try {
    await writeSampleData({
      engine,
      now,
      replaceTopics,
      signal: on.signal,
      onTopic: (name, done, all) => on.progress('sample-data', `Writing sample data: ${name}.`, done / all),
    });
  } finally {
    await engine.close();
  }
  const written = { ...state, sampleData: { at: now, isComplete: true } };
  await on.stateFile.write(written);
  return written;
}
