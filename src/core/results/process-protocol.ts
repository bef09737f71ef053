import type { AppErrorData } from '../../shared/errors.ts';

/** What the main side sees of a process that a host started; a utility process of Electron or a child of Node. */
export type ResultsProcess = {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Once, whatever ended it. */
  onExit(listener: () => void): void;
  /** At once and without asking: a statement may be stuck in native code. */
  kill(): void;
};

/** What the process sees of its parent. */
export type ParentPort = {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
};

/** Calls by name: parameters and result of each. */
export type Methods = Record<string, { params: object; result: unknown }>;

export type ToProcess =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly params: object }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromProcess =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: AppErrorData }
  /** Its last words: why it ends itself. */
  | { readonly kind: 'dying'; readonly error: AppErrorData };
