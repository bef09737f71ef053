import type { DecodedRecord } from '../serdes/index.ts';
import { checkExpression } from './check-expression.ts';
import { createCompiler } from './compile-expression.ts';
import type { Evaluate } from './compiler.ts';
import { beginRecord, FrameBuilder } from './frame.ts';
import { valueText } from './values.ts';

/** Characters of one cell. */
export const COLUMN_CHARS = 1024;

export type ColumnProblem = {
  /** Index of the column. */
  readonly column: number;
  readonly message: string;
  readonly from: number;
  readonly to: number;
};

export type CompiledColumns = {
  /** A column with a problem is empty in every row. */
  readonly problems: ReadonlyArray<ColumnProblem>;
  readonly needs: { readonly key: boolean; readonly value: boolean; readonly headers: boolean };
  /** A text for each column, at most 1,024 characters; null where the record has nothing there. */
  evaluate(record: DecodedRecord): Array<string | null>;
};

/** Expressions as columns: all paths of all columns are read out of a record in one pass. */
export function compileColumns(texts: ReadonlyArray<string>, clock: () => number = Date.now): CompiledColumns {
  const builder = new FrameBuilder();
  const compiler = createCompiler(builder);
  const problems: ColumnProblem[] = [];
  const evaluators = texts.map((text, column): Evaluate => {
    const checked = checkExpression(text, 'column');
    if (checked.ok) return compiler.value(checked.node, 'exact');
    problems.push(...checked.problems.map((problem) => ({ column, ...problem })));
    return () => null;
  });
  const frame = builder.build(clock);
  return {
    problems,
    needs: { ...builder.needs },
    evaluate: (record) => {
      beginRecord(frame, record);
      return evaluators.map((evaluate) => cut(valueText(evaluate(frame), COLUMN_CHARS)));
    },
  };
}

function cut(text: string | null): string | null {
  if (text === null || text.length <= COLUMN_CHARS) return text;
  const end = COLUMN_CHARS - 1;
  // Never half a character.
  const isHalf = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, isHalf ? end - 1 : end)}…`;
}
