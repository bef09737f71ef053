import type { Secret } from '../../shared/values/secret.ts';
import { clustersFormat, createClusterStore, type ClusterStore } from './cluster-store.ts';
import { createDisk, type Disk } from './disk.ts';
import { createNotices, type Notices } from './notices.ts';
import { createPreferencesStore, preferencesFormat, type PreferencesStore } from './preferences-store.ts';
import { createProductSecrets, productSecretsFormat, type ProductSecrets } from './product-secrets.ts';
import { createSearchCacheStore, searchCacheFormat, type SearchCacheStore } from './search-cache-store.ts';
import type { SecretBox } from './secret-box.ts';
import { createSecretStore, secretsFormat } from './secret-store.ts';
import { openSettingsFile, sweepTempFiles } from './settings-file.ts';
import { createUpdatesStore, updatesFormat, type UpdatesStore } from './updates-store.ts';

export type SettingsOptions = {
  readonly folder: string;
  readonly secretBox: SecretBox;
  readonly clock: () => number;
  readonly newId: () => string;
  /** Told each secret that is stored or read, so that the log can mask its text wherever it turns up. */
  readonly onSecret?: (secret: Secret) => void;
  /** The file system; tests give one that fails. */
  readonly disk?: Disk;
};

/** Everything the user configured. Opening never fails: what is wrong is told by a notice, and the app starts. */
export type Settings = {
  readonly notices: Notices;
  readonly clusters: ClusterStore;
  readonly preferences: PreferencesStore;
  readonly productSecrets: ProductSecrets;
  readonly searchCache: SearchCacheStore;
  readonly updates: UpdatesStore;
  /** Writes what is still to be written. */
  close(): Promise<void>;
};

/** A locked key store may wait for the user; the start does not wait for it longer than this. */
const SECRET_CHECK_MS = 1500;

export async function openSettings(options: SettingsOptions): Promise<Settings> {
  const { folder, secretBox: box, clock, newId, onSecret = () => undefined } = options;
  const disk = options.disk ?? createDisk(newId);
  const notices = createNotices();
  await sweepTempFiles(folder, disk);

  const common = { folder, disk, notices, clock };
  const [clustersFile, secretsFile, preferencesFile, productSecretsFile, searchCacheFile, updatesFile] =
    await Promise.all([
      openSettingsFile({ ...common, format: clustersFormat }),
      openSettingsFile({ ...common, format: secretsFormat }),
      openSettingsFile({ ...common, format: preferencesFormat }),
      openSettingsFile({ ...common, format: productSecretsFormat }),
      openSettingsFile({ ...common, format: searchCacheFormat }),
      openSettingsFile({ ...common, format: updatesFormat }),
    ]);
  const secrets = createSecretStore({ file: secretsFile, box, notices, onSecret });
  await atMost(SECRET_CHECK_MS, secrets.check());

  return {
    notices,
    clusters: createClusterStore({ file: clustersFile, secrets, clock, newId }),
    preferences: createPreferencesStore(preferencesFile),
    productSecrets: createProductSecrets({ file: productSecretsFile, box, onSecret }),
    searchCache: createSearchCacheStore(searchCacheFile),
    updates: createUpdatesStore(updatesFile),
    close: async () => {
      const files = [clustersFile, secretsFile, preferencesFile, productSecretsFile, searchCacheFile, updatesFile];
      await Promise.all(files.map((file) => file.flush()));
    },
  };
}

/** Waits for the work, but no longer than this; the work itself goes on. */
async function atMost(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}
