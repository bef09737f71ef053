import type { Api } from '../../../app/rpc.ts';

/** Something wrong with a filter: which of its conditions, and where in its text. */
export type FilterProblem = Awaited<ReturnType<Api['filters']['check']>>['problems'][number];
/** The expression language as the core tells it. */
export type FilterLanguage = Awaited<ReturnType<Api['filters']['language']>>;
