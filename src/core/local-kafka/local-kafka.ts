import type { LocalKafkaStatus } from '../../shared/contract/local-kafka.ts';
import { AppError } from '../../shared/errors.ts';
import { reasonFromLog } from './broker-log.ts';
import { cancelled } from './cancel.ts';
import type { Machine } from './java.ts';
import { readLog } from './jvm.ts';
import { clusterIdOfData, layoutOf } from './layout.ts';
import { findOldBroker } from './old-broker.ts';
import type { LocalKafkaPorts } from './room-ports.ts';
import { endProcess, isAlive } from './process.ts';
import { addSampleData, bringUp, type StartContext } from './start-steps.ts';
import { openStateFile, type LocalState } from './state-file.ts';

export type LocalKafka = {
  /** How it is now; the first call looks for a broker that an earlier run of the app left running. */
  status(): Promise<LocalKafkaStatus>;
  /** Begins and answers at once. While it starts, runs or stops already, that goes on. */
  start(options: { readonly sampleData: boolean }): Promise<LocalKafkaStatus>;
  /** Cancels a start that is under way, or stops the broker; answers when that is done. */
  stop(): Promise<LocalKafkaStatus>;
  /** At the end of the app: stops the broker unless it shall stay for the next start to find. */
  close(options?: { readonly keepRunning?: boolean }): Promise<void>;
};

const STOP_LIMIT_MS = 20_000;

type Running = { readonly state: LocalState; readonly status: Extract<LocalKafkaStatus, { kind: 'running' }> };

/** One broker of this product on this computer, as a machine of states. */
export function createLocalKafka(ports: LocalKafkaPorts): LocalKafka {
  return new LocalKafkaRoom(ports);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message.replace(/\.$/, '') : 'no reason given';
}

class LocalKafkaRoom implements LocalKafka {
  readonly #ports: LocalKafkaPorts;
  readonly #layout;
  readonly #stateFile;
  readonly #machine: Machine;
  #status: LocalKafkaStatus = { kind: 'stopped', hasData: false };
  #running: Running | null = null;
  #recovered: Promise<void> | null = null;
  #starting: { readonly done: Promise<void>; readonly controller: AbortController } | null = null;
  #stopping: Promise<void> | null = null;

  constructor(ports: LocalKafkaPorts) {
    this.#ports = ports;
    this.#layout = layoutOf(ports.folder);
    this.#stateFile = openStateFile(ports.folder);
    const home = ports.env['HOME'] ?? ports.env['USERPROFILE'] ?? '';
    this.#machine = { platform: ports.platform ?? process.platform, home, env: ports.env };
  }

  async status(): Promise<LocalKafkaStatus> {
    await this.#recover();
    await this.#noticeDeath();
    return this.#status;
  }

  async start({ sampleData }: { readonly sampleData: boolean }): Promise<LocalKafkaStatus> {
    const { kind } = await this.status();
    if (this.#starting !== null || this.#stopping !== null || kind === 'running') return this.#status;
    const controller = new AbortController();
    this.#status = { kind: 'starting', step: 'java', message: 'Looking for Java 17 or newer.', fraction: null };
    this.#starting = { controller, done: this.#run(controller.signal, sampleData) };
    return this.#status;
  }

  async stop(): Promise<LocalKafkaStatus> {
    await this.#recover();
    this.#stopping ??= this.#end().finally(() => (this.#stopping = null));
    await this.#stopping;
    return this.#status;
  }

  async close({ keepRunning = false }: { readonly keepRunning?: boolean } = {}): Promise<void> {
    if (keepRunning && this.#starting === null) return;
    // Nobody asked about local Kafka in this run of the app, and none is started by it: there is nothing of ours to end.
    if (this.#recovered === null) return;
    await this.stop();
  }

  #recover(): Promise<void> {
    return (this.#recovered ??= this.#adopt().catch((error: unknown) => this.#fail(error)));
  }

  /** Finds the broker of an earlier run. */
  async #adopt(): Promise<void> {
    const state = await this.#stateFile.read();
    if (state !== null && (await findOldBroker(state, this.#ports)) === 'running') {
      await this.#becomeRunning(state, true);
      return;
    }
    if (state?.process != null) await this.#stateFile.write({ ...state, process: null });
    await this.#becomeStopped();
  }

  /** The start from end to end. Never rejects: what goes wrong is the status. */
  async #run(signal: AbortSignal, sampleData: boolean): Promise<void> {
    const { log } = this.#ports;
    const on: StartContext = {
      ports: this.#ports,
      machine: this.#machine,
      layout: this.#layout,
      stateFile: this.#stateFile,
      signal,
      progress: (step, message, fraction = null) => {
        if (!signal.aborted) this.#status = { kind: 'starting', step, message, fraction };
      },
    };
    let pid: number | null = null;
    try {
      const { state, broker } = await bringUp(on);
      pid = broker.pid;
      const final = sampleData ? await addSampleData(on, state) : state;
      if (signal.aborted) throw cancelled();
      await this.#becomeRunning(final, false);
      log.info('local-kafka.running', { port: final.port, pid });
    } catch (error) {
      if (pid !== null) await endProcess(pid, STOP_LIMIT_MS);
      await this.#forgetProcess();
      if (signal.aborted) await this.#becomeStopped();
      else this.#fail(error);
    } finally {
      this.#starting = null;
    }
  }

  async #end(): Promise<void> {
    if (this.#starting !== null) {
      this.#status = { kind: 'stopping' };
      this.#starting.controller.abort();
      await this.#starting.done;
    }
    const running = this.#running;
    if (running === null) {
      if (this.#status.kind === 'failed') await this.#becomeStopped();
      return;
    }
    this.#status = { kind: 'stopping' };
    this.#running = null;
    if (running.state.process !== null) await endProcess(running.state.process.pid, STOP_LIMIT_MS);
    await this.#forgetProcess();
    await this.#becomeStopped();
    this.#ports.log.info('local-kafka.stopped');
  }

  /** A broker that ended on its own is a failure with the reason it wrote. */
  async #noticeDeath(): Promise<void> {
    const running = this.#running;
    if (running?.state.process == null || this.#stopping !== null) return;
    if ((await isAlive(running.state.process.pid)) || this.#running !== running) return;
    this.#running = null;
    const log = await readLog(this.#layout.log).catch(() => '');
    await this.#forgetProcess();
    this.#fail(
      new AppError('CONNECTION_LOST', `Local Kafka ended on its own: ${reasonFromLog(log)}.`, {
        hint: 'Start it again; its topics are kept.',
        retryable: true,
        context: { log: this.#layout.log },
      }),
    );
  }

  async #becomeRunning(state: LocalState, adopted: boolean): Promise<void> {
    const bootstrapServers = `127.0.0.1:${state.port}`;
    const { id } = await this.#ports.clusters.upsertLocal({ bootstrapServers });
    const { kafkaVersion } = state;
    const status = { kind: 'running', clusterId: id, bootstrapServers, kafkaVersion, adopted } as const;
    this.#running = { state, status };
    this.#status = status;
  }

  async #becomeStopped(): Promise<void> {
    this.#status = { kind: 'stopped', hasData: (await clusterIdOfData(this.#layout)) !== null };
  }

  async #forgetProcess(): Promise<void> {
    const state = await this.#stateFile.read();
    if (state !== null) await this.#stateFile.write({ ...state, process: null });
  }

  #fail(error: unknown): void {
    this.#ports.log.warn('local-kafka.failed', { error });
    const known =
      error instanceof AppError
        ? error
        : new AppError('BROKER_START', `Local Kafka does not work here: ${reasonOf(error)}.`, {
            hint: 'The log has the details.',
            retryable: true,
            cause: error,
          });
    this.#status = { kind: 'failed', error: known.toData() };
  }
}
