import type { ParsedConfig } from '../../shared/contract/clusters.ts';

export type Format = ParsedConfig['format'];
type Draft = { -readonly [Name in keyof ParsedConfig['draft']]: ParsedConfig['draft'][Name] };

/** What is known while the lines are read one by one. */
export type Reading = {
  readonly format: Format;
  readonly all: ReadonlyMap<string, string>;
  readonly draft: Draft;
  readonly notes: string[];
};
/** Takes a value in; a returned sentence says why it was not used. Values never go into a sentence. */
export type Take = (value: string, reading: Reading) => string | undefined;

/** PEM on one line has its line breaks written out. */
export function pemText(value: string): string {
  return value.replaceAll('\\n', '\n');
}
