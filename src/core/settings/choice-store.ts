import type { Entries } from './merge.ts';
import type { SettingsFile } from './settings-file.ts';

/** Settings that are read and saved as a whole. */
export type ChoiceStore<T> = {
  get(): T;
  save(choice: T): Promise<void>;
};

export function createChoiceStore<T extends Entries>(file: SettingsFile<T>): ChoiceStore<T> {
  return { get: () => file.entries(), save: (choice) => file.update(() => choice) };
}
