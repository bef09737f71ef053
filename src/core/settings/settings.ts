import type { Secret } from '../../shared/values/secret.ts';
import { accountFormat, createAccountStore, type AccountStore } from './account-store.ts';
import { createChoiceStore } from './choice-store.ts';
import { clustersFormat, createClusterStore, type ClusterStore } from './cluster-store.ts';
import { createDisk, type Disk } from './disk.ts';
import { networkFormat, type NetworkStore } from './network-store.ts';
import { createNotices, type Notices } from './notices.ts';
import { preferencesFormat, type PreferencesStore } from './preferences-store.ts';
import { createProductSecrets, productSecretsFormat, type ProductSecrets } from './product-secrets.ts';
import { searchCacheFormat, type SearchCacheStore } from './search-cache-store.ts';
import type { SecretBox } from './secret-box.ts';
import { createSecretKeeper, type SecretKeeper } from './secret-keeper.ts';
import { secretBoxFormat } from './secret-keeper-store.ts';
import { createSecretStore, secretsFormat } from './secret-store.ts';
import { createSupportStore, supportDraftsFormat, supportMailFormat, type SupportStore } from './support-store.ts';
import { createTelemetryStore, telemetryFormat, type TelemetryStore } from './telemetry-store.ts';
import type { FileFormat } from './format.ts';
import { openSettingsFile, sweepTempFiles, type SettingsFile } from './settings-file.ts';
import { updatesFormat, type UpdatesStore } from './updates-store.ts';

export type SettingsOptions = {
  readonly folder: string;
  /** The host's key store; `session` where there is none, and then the user decides how secrets are kept. */
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
  readonly secretKeeper: SecretKeeper;
  readonly productSecrets: ProductSecrets;
  readonly searchCache: SearchCacheStore;
  readonly telemetry: TelemetryStore;
  readonly support: SupportStore;
  readonly network: NetworkStore;
  readonly account: AccountStore;
  readonly updates: UpdatesStore;
  /** Writes what is still to be written. */
  close(): Promise<void>;
};

/** A locked key store may wait for the user; the start does not wait for it longer than this. */
const SECRET_CHECK_MS = 1500;

export async function openSettings(options: SettingsOptions): Promise<Settings> {
  const { folder, clock, newId, onSecret = () => undefined } = options;
  const disk = options.disk ?? createDisk(newId);
  const notices = createNotices();
  await sweepTempFiles(folder, disk);

  const common = { folder, disk, notices, clock };
  const files: Array<{ flush(): Promise<void> }> = [];
  const open = async <T extends Readonly<Record<string, unknown>>>(format: FileFormat<T>): Promise<SettingsFile<T>> => {
    const file = await openSettingsFile({ ...common, format });
    files.push(file);
    return file;
  };
  const [clustersFile, secretsFile, preferencesFile, productSecretsFile] = await Promise.all([
    open(clustersFormat),
    open(secretsFormat),
    open(preferencesFormat),
    open(productSecretsFormat),
  ]);
  const [searchCacheFile, howKept, telemetryFile, draftsFile, mailFile, networkFile, accountFile, updatesFile] =
    await Promise.all([
      open(searchCacheFormat),
      open(secretBoxFormat),
      open(telemetryFormat),
      open(supportDraftsFormat),
      open(supportMailFormat),
      open(networkFormat),
      open(accountFormat),
      open(updatesFormat),
    ]);
  const secretKeeper = createSecretKeeper({ host: options.secretBox, file: howKept, clock, onSecret });
  const { box } = secretKeeper;
  const secrets = createSecretStore({ file: secretsFile, box, notices, onSecret });
  const productSecrets = createProductSecrets({ file: productSecretsFile, box, onSecret });
  secretKeeper.attach([secrets, productSecrets]);
  await atMost(SECRET_CHECK_MS, secrets.check());

  return {
    notices,
    clusters: createClusterStore({ file: clustersFile, secrets, clock, newId }),
    preferences: createChoiceStore(preferencesFile),
    secretKeeper,
    productSecrets,
    searchCache: createChoiceStore(searchCacheFile),
    telemetry: createTelemetryStore(telemetryFile),
    support: createSupportStore({ drafts: draftsFile, mail: mailFile }),
    network: createChoiceStore(networkFile),
    account: createAccountStore(accountFile),
    updates: createChoiceStore(updatesFile),
    close: async () => {
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
