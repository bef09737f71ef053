import { z } from 'zod';
import { Preferences } from '../../shared/contract/app.ts';
import type { ChoiceStore } from './choice-store.ts';
import type { FileFormat } from './format.ts';

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
export type PreferencesStore = ChoiceStore<Preferences>;
