import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ExportFormat } from '../../shared/contract/exports.ts';
import { safeTopic } from './file-names.ts';

export type SuggestRequest = {
  readonly topics: ReadonlyArray<string>;
  readonly format: ExportFormat;
  readonly isOne: boolean;
};

const TRIES = 100;

/** `~/Downloads/orders-20261121-1230.jsonl`: a folder that exists and a name that is free. */
export async function suggestPath(
  { topics, format, isOne }: SuggestRequest,
  { home, now }: { home: string; now: number },
): Promise<{ path: string }> {
  const downloads = path.join(home, 'Downloads');
  const folder = (await isThere(downloads)) ? downloads : home;
  const [first = 'records', ...others] = topics;
  const subject = others.length === 0 ? safeTopic(first) : `${safeTopic(first)}-and-${others.length}-more`;
  const date = new Date(now).toISOString();
  const name = `${subject}-${date.slice(0, 10).replaceAll('-', '')}-${date.slice(11, 16).replace(':', '')}`;
  const ending = format === 'raw' ? (isOne ? '.bin' : '') : `.${format}`;
  for (let number = 1; number < TRIES; number += 1) {
    const candidate = path.join(folder, `${name}${number === 1 ? '' : `-${number}`}${ending}`);
    if (!(await isThere(candidate))) return { path: candidate };
  }
  return { path: path.join(folder, `${name}-${now}${ending}`) };
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
