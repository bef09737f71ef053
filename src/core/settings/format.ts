import { z } from 'zod';
import type { Entries } from './merge.ts';

/** Brings a file's content from version `from` to `from + 1`. Frozen once released; see format.test.ts. */
export type Migration = { readonly from: number; migrate(content: unknown): unknown };

/** One settings file: `{version, <name>: {…entries}}`. */
export type FileFormat<T extends Entries> = {
  /** File name without `.json`, and the key its content stands under. */
  readonly name: string;
  /** What it holds, for sentences: "The list of clusters". */
  readonly title: string;
  readonly version: number;
  readonly entries: z.ZodType<T>;
  readonly empty: T;
  readonly migrations: ReadonlyArray<Migration>;
  /** True where what is deleted must be gone: no older versions are kept beside the file. */
  readonly withoutBackups?: boolean;
};

export type Parsed<T> =
  | { readonly kind: 'good'; readonly entries: T }
  /** Written by a later version of the product: not to be touched. */
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'corrupt'; readonly reason: string };

/** No real settings come near it; a bigger file is damage, and reading it would hold up the start. */
const MAX_CHARACTERS = 50_000_000;

export function parseFile<T extends Entries>(format: FileFormat<T>, text: string): Parsed<T> {
  if (text.length > MAX_CHARACTERS) return { kind: 'corrupt', reason: 'the file is too large' };
  const json = parseJson(text);
  const head = z.looseObject({ version: z.int().min(0) }).safeParse(json);
  if (!head.success) return { kind: 'corrupt', reason: json === undefined ? 'it is not JSON' : 'it has no version' };
  const { version } = head.data;
  if (version > format.version) return { kind: 'newer', version };
  try {
    const content = migrate(format, version, head.data[format.name]);
    const entries = format.entries.safeParse(content);
    if (entries.success) return { kind: 'good', entries: entries.data };
    return { kind: 'corrupt', reason: `its content is not valid at ${pathOf(entries.error)}` };
  } catch (error) {
    // A migration, or a structure deep enough to end the stack: either way the file cannot be used as it is.
    return { kind: 'corrupt', reason: `it cannot be read (${error instanceof Error ? error.name : 'unknown'})` };
  }
}

export function serializeFile<T extends Entries>(format: FileFormat<T>, entries: T): string {
  return `${JSON.stringify({ version: format.version, [format.name]: entries }, null, 2)}\n`;
}

function migrate<T extends Entries>(format: FileFormat<T>, version: number, content: unknown): unknown {
  let current = content;
  for (let from = version; from < format.version; from += 1) {
    const step = format.migrations.find((migration) => migration.from === from);
    if (step === undefined) throw new Error(`no migration from version ${from}`);
    current = step.migrate(current);
  }
  return current;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Where it went wrong, without the value: the value may be half a secret. */
function pathOf(error: z.ZodError): string {
  const path = (error.issues[0]?.path ?? []).map(String).join('.');
  return path === '' ? 'the top' : path;
}
