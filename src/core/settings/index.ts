/**
 * The settings room: the configuration folder and its files (clusters, secrets, preferences), written so that neither a
 * crash nor a full disk loses them, and read so that damage is told and never covered up. Secrets pass through the
 * secret box only. May touch: the file system below the configuration folder, shared, and the guard's `Implementer`.
 */
export type { AccountStore, StoredAccount } from './account-store.ts';
export { configFolder, type ConfigFolderInput } from './config-folder.ts';
export { openSettings, type Settings, type SettingsOptions } from './settings.ts';
export { secretStoreProcedures, settingsProcedures } from './procedures.ts';
export { createTransfer, type Transfer } from './transfer/transfer.ts';
export { transferProcedures } from './transfer/procedures.ts';
export { createDisk } from './disk.ts';
export { LOCAL_KAFKA_ID, type ClusterStore } from './cluster-store.ts';
export { secretNamesAfter, secretsAfter, splitDraft } from './draft.ts';
export {
  SECRET_TITLES,
  type ClusterProfile,
  type ClusterSecrets,
  type ProfileFields,
  type SecretName,
} from './profile.ts';
export type { NetworkChoice, NetworkStore } from './network-store.ts';
export type { Notices } from './notices.ts';
export type { PreferencesStore } from './preferences-store.ts';
export type { ProductSecrets } from './product-secrets.ts';
export type { SearchCacheStore } from './search-cache-store.ts';
export type { SecretBox } from './secret-box.ts';
export type { SecretKeeper } from './secret-keeper.ts';
export { createSessionSecretBox } from './session-secret-box.ts';
export type { SupportStore } from './support-store.ts';
export type { TelemetryAgreement, TelemetryStore } from './telemetry-store.ts';
