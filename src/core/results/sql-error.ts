import { AppError } from '../../shared/errors.ts';
import { cancelled, tooLong } from './process-client.ts';

export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Out of Memory Error');
}

export function isInterrupted(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('INTERRUPT Error');
}

/** What DuckDB refused, in its own words, with where in the statement and what helps. */
export function sqlError(error: unknown, sql: string, why: { isCancelled: boolean; limitMs: number }): AppError {
  if (error instanceof AppError) return error;
  if (why.isCancelled) return cancelled();
  if (isInterrupted(error)) return tooLong(why.limitMs);
  if (isOutOfMemory(error)) {
    return new AppError('QUERY_FAILED', 'The statement needs more memory than tables may have (512 MB).', {
      hint: 'Ask for less at once: fewer columns, a LIMIT, or group before you sort.',
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  const position = positionOf(message, sql);
  return new AppError('QUERY_FAILED', firstParagraph(message), {
    hint: hintFor(message),
    ...(position === null ? {} : { context: { position } }),
  });
}

/** DuckDB shows the line and a caret under it; that gives the place in the statement. */
export function positionOf(message: string, sql: string): number | null {
  const match = /\n\nLINE (\d+): (.*)\n( *)\^/.exec(message);
  if (match === null) return null;
  const [, line = '1', shown = '', indent = ''] = match;
  const column = indent.length - `LINE ${line}: `.length;
  const lines = sql.split('\n');
  const text = lines[Number(line) - 1];
  if (text === undefined || column < 0) return null;
  // A long line is shown from its middle on, between dots.
  const isCutBefore = shown.startsWith('...');
  const core = shown.replace(/^\.\.\./, '').replace(/\.\.\.$/, '');
  const start = isCutBefore ? text.indexOf(core) - 3 : 0;
  if (isCutBefore && start < -2) return null;
  const before = lines.slice(0, Number(line) - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(sql.length, before + start + column);
}

function firstParagraph(message: string): string {
  const text = message.replace(/\n\nLINE \d+:[\s\S]*$/, '').trim();
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
}

function hintFor(message: string): string {
  if (message.includes('Malformed JSON')) {
    return 'Use value_json and key_json: they are NULL where a value is not JSON.';
  }
  if (/file system operations are disabled|external|Cannot access/i.test(message)) {
    return 'Statements see the records of this search and nothing else: no files, no network.';
  }
  if (/near "offset"/i.test(message)) return 'OFFSET is a word of SQL: write the column as "offset", in double quotes.';
  if (/Conversion Error/.test(message)) return 'TRY_CAST gives NULL for what cannot be converted.';
  if (/Referenced column|not found in FROM/.test(message)) {
    return 'Names of fields with dots or capitals stand in double quotes: "order.total". The column list has them all.';
  }
  if (/syntax error/i.test(message)) return 'One SELECT over records or fields, in the SQL of DuckDB.';
  return 'The tables are records (one row a record) and fields (the JSON fields of the values as columns).';
}
