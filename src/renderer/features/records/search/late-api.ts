import type { RecordFilter } from '../../../../shared/contract/filters.ts';
import type { Api } from '../../../app/rpc.ts';

type CallOptions = { readonly signal?: AbortSignal };

export type FilterProblem = {
  readonly path: ReadonlyArray<number>;
  readonly message: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};
/** A word of the expression language. */
export type LanguageWord = { readonly name: string; readonly kind?: string | undefined; readonly doc: string };
export type LanguageAnswer = { readonly words: ReadonlyArray<LanguageWord> };

export type FiltersApi = {
  check(input: { filter: RecordFilter }, options: CallOptions): Promise<{ problems: ReadonlyArray<FilterProblem> }>;
  language(input: undefined, options: CallOptions): Promise<unknown>;
};
export type GroupsApi = { list(input: { clusterId: string }, options: CallOptions): Promise<unknown> };

/** What a core of this version may not serve yet; null where it does not. */
export function filtersApi(api: Api): FiltersApi | null {
  return 'filters' in api ? (api.filters as FiltersApi) : null;
}

export function groupsApi(api: Api): GroupsApi | null {
  return 'groups' in api ? (api.groups as GroupsApi) : null;
}
