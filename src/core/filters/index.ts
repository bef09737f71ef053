/**
 * Filters: what a record must be to be shown, and which columns it is shown with. Words and patterns, an expression
 * language without side effects, and JavaScript in a sandbox; each may also say what must stand in the raw bytes of a match.
 * May touch shared, the types of serdes and the guard's Implementer; runs in threads that can be killed.
 */
export { checkFilter, type FilterProblem } from './check-filter.ts';
export { checkExpression, type Checked } from './check-expression.ts';
export { COLUMN_CHARS, compileColumns, type ColumnProblem, type CompiledColumns } from './columns.ts';
export { compileFilter, type CompiledFilter, type CompileOptions } from './compile-filter.ts';
export { createJavaScriptRunner, type JavaScriptRunner, type RunnerOptions } from './javascript/runner.ts';
export { filtersProcedures } from './procedures.ts';
export type { RawParts, RawTest } from './raw-test.ts';
