import { z } from 'zod';
import { SearchCacheBytes } from '../../shared/contract/search-cache.ts';
import type { ChoiceStore } from './choice-store.ts';
import type { FileFormat } from './format.ts';

const Stored = z.strictObject({ isOn: z.boolean(), maxBytes: SearchCacheBytes });
export type SearchCacheChoice = Readonly<z.infer<typeof Stored>>;

const GIB = 1024 * 1024 * 1024;

export const searchCacheFormat: FileFormat<SearchCacheChoice> = {
  name: 'search-cache',
  title: 'The settings of the search cache',
  version: 1,
  entries: Stored,
  empty: { isOn: true, maxBytes: 2 * GIB },
  migrations: [],
};

/** Whether searches keep what they read, and how much of it. */
export type SearchCacheStore = ChoiceStore<SearchCacheChoice>;
