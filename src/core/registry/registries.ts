import type { Network } from '../network/index.ts';
import type { SchemaSource } from '../serdes/index.ts';
import { ServerVersion, Subjects } from './answers.ts';
import { createRegistryClient, type RegistryClient } from './client.ts';
import { ClusterSchemas } from './cluster-schemas.ts';
import type { RegistrySettings } from './settings.ts';

export type RegistriesOptions = {
  /** Null: the cluster has no registry. Asked again after `close`. */
  readonly settingsOf: (clusterId: string) => Promise<RegistrySettings | null>;
  readonly network: Pick<Network, 'target'>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

export type Registries = {
  /** Stays good over `close`: it then asks with the settings as they are by then. */
  schemasOf(clusterId: string): SchemaSource;
  /** Asks once and forgets. Rejects with an AppError. */
  test(settings: RegistrySettings, signal?: AbortSignal): Promise<{ readonly subjects: number; readonly kind: string }>;
  /** Ends connections and forgets schemas and failures, as after a change of the settings. */
  close(clusterId: string): void;
  closeAll(): void;
};

/** A list of 100,000 long names. */
const MAX_SUBJECTS_BYTES = 30_000_000;
const KIND_LIMIT_MS = 3_000;

export function createRegistries({ settingsOf, network, clock }: RegistriesOptions): Registries {
  const open = new Map<string, ClusterSchemas>();

  function schemas(clusterId: string): ClusterSchemas {
    const known = open.get(clusterId);
    if (known !== undefined) return known;
    const opened = new ClusterSchemas({ settings: () => settingsOf(clusterId), network, clock });
    open.set(clusterId, opened);
    return opened;
  }

  function close(clusterId: string): void {
    open.get(clusterId)?.close();
    open.delete(clusterId);
  }

  return {
    schemasOf: (clusterId) => ({
      peek: (ref) => schemas(clusterId).peek(ref),
      load: (ref) => schemas(clusterId).load(ref),
    }),
    async test(settings, signal) {
      const client = createRegistryClient(settings, network);
      const cancel = signal === undefined ? {} : { signal };
      try {
        const subjects = await client.ask({ path: '/subjects', maxBytes: MAX_SUBJECTS_BYTES, ...cancel }, Subjects);
        return { subjects: subjects.length, kind: await kindOf(client, cancel) };
      } finally {
        client.close();
      }
    },
    close,
    closeAll: () => [...open.keys()].forEach(close),
  };
}

/** What it seems to be, as far as it tells; only Confluent's own has this request with a commit. */
async function kindOf(client: RegistryClient, cancel: { readonly signal?: AbortSignal }): Promise<string> {
  if (client.urls.some((url) => url.includes('/apis/ccompat/'))) return 'Apicurio Registry';
  const question = { path: '/v1/metadata/version', limitMs: KIND_LIMIT_MS, ...cancel };
  const told = await client.ask(question, ServerVersion).catch(() => null); // A nicety: most others have no such request.
  return told === null ? 'Schema Registry' : `Confluent Schema Registry ${told.version.replaceAll(/[^\w.+-]/g, '')}`;
}
