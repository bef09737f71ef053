import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '../../shared/errors.ts';
import { reasonFromLog } from './broker-log.ts';
import { stopIfCancelled } from './cancel.ts';
import { readLog, startJvm, type Ended, type Jvm } from './jvm.ts';
import { renderProperties, type Properties } from './properties.ts';

export type ScramUser = { readonly name: string; readonly password: string };

export type BrokerOptions = {
  readonly java: string;
  readonly jars: string;
  /** The broker's own folder: server.properties, broker.log and what the properties put there. */
  readonly folder: string;
  readonly properties: Properties;
  /** KRaft: the id its storage is formatted with, once. Absent for a broker on ZooKeeper. */
  readonly clusterId?: string;
  /** SCRAM users written by the format, for a broker nobody may enter without one. */
  readonly scramUsers?: ReadonlyArray<ScramUser>;
  readonly heapMb?: number;
  /** The line by which it says that it is ready. */
  readonly readyLine?: RegExp;
  readonly systemProperties?: Readonly<Record<string, string>>;
  readonly readyLimitMs?: number;
  readonly outlivesUs?: boolean;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: 'format' | 'start') => void;
  /** Told at once when the process exists, before it is ready. */
  readonly onProcess?: (pid: number) => Promise<void> | void;
};

export type RunningBroker = {
  readonly pid: number;
  readonly logFile: string;
  readonly ended: Promise<Ended>;
  stop(limitMs?: number): Promise<void>;
  kill(): Promise<void>;
};

const READY = /Kafka ?Server started|\[KafkaServer id=\d+\] started/;

/** Warnings and the few lines that tell the story of a start; to standard output, which is the log file. */
const LOGGING = `status=error
appender.out.type=Console
appender.out.name=OUT
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %m (%c{1})%n
rootLogger.level=warn
rootLogger.appenderRef.out.ref=OUT
logger.server.name=kafka.server
logger.server.level=info
logger.config.name=kafka.server.KafkaConfig
logger.config.level=warn
`;

/** Formats the storage where needed, starts a broker and waits until it says that it is ready. */
export async function startBroker(options: BrokerOptions): Promise<RunningBroker> {
  const { folder, signal } = options;
  const logFile = join(folder, 'broker.log');
  const configFile = join(folder, 'server.properties');
  const loggingFile = join(folder, 'log4j2.properties');
  await mkdir(folder, { recursive: true });
  await writeFile(configFile, renderProperties(options.properties));
  await writeFile(loggingFile, LOGGING);
  await rm(logFile, { force: true });
  stopIfCancelled(signal);
  if (options.clusterId !== undefined) await format(options, configFile, options.clusterId);
  options.onStep?.('start');
  const jvm = await startJvm({
    java: options.java,
    jars: options.jars,
    mainClass: 'kafka.Kafka',
    args: [configFile],
    systemProperties: { 'log4j2.configurationFile': pathToFileURL(loggingFile).href, ...options.systemProperties },
    heapMb: options.heapMb ?? 256,
    workingFolder: folder,
    logFile,
    outlivesUs: options.outlivesUs ?? false,
  });
  await readyOrGone(jvm, options);
  return { pid: jvm.pid, logFile, ended: jvm.ended, stop: jvm.stop, kill: jvm.kill };
}

/** A start that fails or is cancelled leaves no process behind. */
async function readyOrGone(jvm: Jvm, options: BrokerOptions): Promise<void> {
  try {
    await options.onProcess?.(jvm.pid);
    await jvm.waitForLine(options.readyLine ?? READY, options.readyLimitMs ?? 60_000, options.signal);
  } catch (error) {
    await jvm.stop(options.signal?.aborted ? 5_000 : 1_000);
    throw error;
  }
}

async function format(options: BrokerOptions, configFile: string, clusterId: string): Promise<void> {
  const dataFolder = options.properties['log.dirs'] ?? '';
  const isFormatted = await access(join(dataFolder, 'meta.properties')).then(
    () => true,
    () => false,
  );
  if (isFormatted) return;
  options.onStep?.('format');
  const users = (options.scramUsers ?? []).flatMap(({ name, password }) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
  const logFile = join(options.folder, 'format.log');
  await rm(logFile, { force: true });
  const jvm = await startJvm({
    java: options.java,
    jars: options.jars,
    mainClass: 'kafka.tools.StorageTool',
    args: ['format', '-t', clusterId, '-c', configFile, ...users],
    heapMb: 96,
    workingFolder: options.folder,
    logFile,
    outlivesUs: false,
  });
  const stopOnAbort = () => void jvm.kill();
  options.signal?.addEventListener('abort', stopOnAbort, { once: true });
  const { code } = await jvm.ended;
  options.signal?.removeEventListener('abort', stopOnAbort);
  stopIfCancelled(options.signal);
  if (code === 0) return;
  throw new AppError(
    'BROKER_START',
    `Kafka’s data folder could not be prepared: ${reasonFromLog(await readLog(logFile))}.`,
    {
      hint: 'Free some space or check the rights on the folder, then try again.',
      context: { log: logFile },
    },
  );
}
