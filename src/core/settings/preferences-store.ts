import { z } from 'zod';
import { Preferences } from '../../shared/contract/app.ts';
import type { FileFormat } from './format.ts';
import type { SettingsFile } from './settings-file.ts';

const StoredPreferences = z.strictObject(Preferences.shape);

export const preferencesFormat: FileFormat<Preferences> = {
  name: 'preferences',
  title: 'The layout of windows and tables',
  version: 1,
  entries: StoredPreferences,
  empty: StoredPreferences.parse({}),
  migrations: [],
};

/** What the screen remembers between starts. */
export type PreferencesStore = {
  get(): Preferences;
  save(preferences: Preferences): Promise<void>;
};

export function createPreferencesStore(file: SettingsFile<Preferences>): PreferencesStore {
  return { get: () => file.entries(), save: (preferences) => file.update(() => preferences) };
}
