import type { ConnectionSettings, KafkaEngine } from '../kafka/index.ts';
import type { LocalKafkaStep } from '../../shared/contract/local-kafka.ts';
import type { NetworkFetch } from '../network/index.ts';
import type { Machine } from './java.ts';
import type { Layout } from './layout.ts';
import type { Sources } from './versions.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What local Kafka asks of the rooms around it. */
export type LocalKafkaPorts = {
  /** <config>/local-kafka: all of it is ours. */
  readonly folder: string;
  readonly clusters: {
    upsertLocal(local: { readonly bootstrapServers: string }): Promise<{ readonly id: string }>;
  };
  readonly createEngine: (settings: ConnectionSettings) => KafkaEngine;
  readonly fetch: NetworkFetch;
  readonly env: Machine['env'];
  readonly clock: () => number;
  readonly log: {
    info(event: string, fields?: Fields): void;
    warn(event: string, fields?: Fields): void;
  };
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
  /** Where downloads come from; the real places unless a test stands in for them. */
  readonly sources?: Sources;
};

/** How a start tells where it is. */
export type Progress = (step: LocalKafkaStep, message: string, fraction?: number | null) => void;

/** What a start works with, from its first step to its last. */
export type Obtain = {
  readonly ports: LocalKafkaPorts;
  readonly machine: Machine;
  readonly layout: Layout;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** The engine for a broker of ours: on this computer, without security. */
export function engineFor(createEngine: LocalKafkaPorts['createEngine'], port: number, limitMs: number): KafkaEngine {
  return createEngine({
    engine: 'platformatic',
    clientId: 'conduktor-local-kafka',
    bootstrapServers: [{ host: '127.0.0.1', port }],
    connectTimeoutMs: limitMs,
    requestTimeoutMs: limitMs,
  });
}
