import { z } from 'zod';
import type { ChoiceStore } from './choice-store.ts';
import type { FileFormat } from './format.ts';

const Stored = z.strictObject({ isAutomatic: z.boolean() });
export type UpdatesChoice = Readonly<z.infer<typeof Stored>>;

export const updatesFormat: FileFormat<UpdatesChoice> = {
  name: 'updates',
  title: 'The settings of updates',
  version: 1,
  entries: Stored,
  // The product asks nothing of the internet by itself before it is told to.
  empty: { isAutomatic: false },
  migrations: [],
};

/** Whether the app asks for updates by itself. */
export type UpdatesStore = ChoiceStore<UpdatesChoice>;
