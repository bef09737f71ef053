import type * as DuckDb from '@duckdb/node-api';
import { AppError } from '../../shared/errors.ts';
import { sqlText } from './duckdb.ts';

/** Rows from functions: these make rows and reach nothing. All others are refused, the harmless ones with them. */
const TABLE_FUNCTIONS: ReadonlySet<string> = new Set(['range', 'generate_series', 'unnest', 'json_each', 'json_tree']);

/**
 * Functions with an effect outside the statement, that wait, or that make a value of any size in one step: such a step
 * can be neither interrupted nor held to the memory limit (`range(2000000000)` as a list takes 16 GB).
 */
const REFUSED_FUNCTIONS: ReadonlySet<string> = new Set([
  'write_log', 'sleep_ms', 'pg_sleep', 'nextval', 'currval', 'setseed', 'getenv', 'current_setting', 'error',
  'range', 'generate_series', 'list_resize', 'array_resize', 'bar', 'json_deserialize_sql', 'json_serialize_plan',
  'json_serialize_sql', 'json_execute_serialized_sql', 'query', 'query_table', 'getvariable', 'enum_range', 'stats',
]); // prettier-ignore

/** Functions whose argument (counted from 0) says how long the result is: a constant up to the limit. */
const SIZED_FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ['repeat', 1],
  ['lpad', 1],
  ['rpad', 1],
  ['to_base', 2],
]);
const MAX_SIZE = 10_000;
/** `format('{:>1000000000}', x)`: widths inside texts. */
const FORMAT_FUNCTIONS: ReadonlySet<string> = new Set(['format', 'printf']);

type Json = { readonly [key: string]: unknown };

/**
 * Lets one SELECT over the session's tables through and nothing else. Judged on DuckDB's own parse tree, so that no
 * spelling slips past: of tables and functions that give rows only the known ones pass.
 */
export async function checkSql(connection: DuckDb.DuckDBConnection, sql: string): Promise<void> {
  if (sql.includes('\0')) throw refused('A statement has no NUL characters.');
  const reader = await connection.runAndReadAll(`SELECT json_serialize_sql(${sqlText(sql)})`);
  const tree = JSON.parse(String(reader.getRows()[0]?.[0])) as Json;
  if (tree['error'] === true) throw notASelect(tree, sql);
  const statements = tree['statements'] as ReadonlyArray<unknown>;
  if (statements.length === 0) throw refused('There is no statement.');
  if (statements.length > 1) throw refused('One statement at a time.');
  const nodes = nodesOf(statements[0]);
  const known = new Set(['records', 'fields', ...nodes.flatMap(cteNames)]);
  const rowFunctions = new Set(
    nodes.filter((node) => node['type'] === 'TABLE_FUNCTION').map((node) => node['function']),
  );
  for (const node of nodes) checkNode(node, { known, isRowFunction: rowFunctions.has(node) });
}

/** Every object of the tree; without recursion, for a statement may nest deeply. */
function nodesOf(root: unknown): Json[] {
  const nodes: Json[] = [];
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) nodes.push(value as Json);
    open.push(...Object.values(value));
  }
  return nodes;
}

function cteNames(node: Json): string[] {
  const names: string[] = [];
  const map = (node['cte_map'] as { map?: ReadonlyArray<{ key?: unknown }> } | undefined)?.map;
  for (const { key } of map ?? []) names.push(String(key).toLowerCase());
  if (typeof node['cte_name'] === 'string') names.push(node['cte_name'].toLowerCase());
  return names;
}

function checkNode(node: Json, { known, isRowFunction }: { known: ReadonlySet<string>; isRowFunction: boolean }): void {
  if (node['type'] === 'BASE_TABLE') checkTable(node, known);
  if (node['type'] === 'SHOW_REF' && (node['query'] === null || node['query'] === undefined)) {
    throw refused('The tables are records and fields: DESCRIBE fields, or SUMMARIZE fields.');
  }
  if (node['class'] !== 'FUNCTION' && node['class'] !== 'WINDOW') return;
  const name = String(node['function_name']).toLowerCase();
  if (isRowFunction) {
    if (!TABLE_FUNCTIONS.has(name)) throw refused(`${name}() is not available here.`);
    return;
  }
  if (REFUSED_FUNCTIONS.has(name) || /^(read_|duckdb_|pragma_|parquet_|icu_collate_)/.test(name)) {
    throw refused(`${name}() is not available here.`);
  }
  checkSize(name, node);
}

function checkTable(node: Json, known: ReadonlySet<string>): void {
  const name = String(node['table_name']);
  const schema = String(node['schema_name'] ?? '');
  const isOurs = (schema === '' || schema === 'main') && node['catalog_name'] === '';
  if (!isOurs || !known.has(name.toLowerCase())) {
    throw new AppError('QUERY_FAILED', `There is no table ${JSON.stringify(name)} here.`, {
      hint: 'The tables are records (one row a record) and fields (the JSON fields of the values as columns).',
      context: position(node),
    });
  }
}

function checkSize(name: string, node: Json): void {
  const children = node['children'] as ReadonlyArray<Json>;
  const sized = SIZED_FUNCTIONS.get(name);
  if (sized !== undefined && children[sized] !== undefined) {
    const size = (children[sized]['value'] as Json | undefined)?.['value'];
    if (typeof size !== 'number' || size > MAX_SIZE) {
      throw refused(`The length given to ${name}() must be a number up to ${MAX_SIZE.toLocaleString('en')}.`);
    }
  }
  if (FORMAT_FUNCTIONS.has(name)) {
    const pattern = (children[0]?.['value'] as Json | undefined)?.['value'];
    if (typeof pattern !== 'string' || /[0-9]{4}|\{[^}]*\{|\*/.test(pattern)) {
      throw refused(`The pattern given to ${name}() must be a constant text with widths up to 999.`);
    }
  }
}

function notASelect(tree: Json, sql: string): AppError {
  if (tree['error_type'] === 'parser') {
    const at = Number(tree['position']);
    return new AppError('QUERY_FAILED', `Parser Error: ${String(tree['error_message'])}`, {
      hint: 'One SELECT over records or fields, in the SQL of DuckDB.',
      ...(Number.isInteger(at) && at <= sql.length ? { context: { position: at } } : {}),
    });
  }
  if (/^\s*(?:from\s+\S+\s+)?pivot\b/i.test(sql)) {
    return new AppError('QUERY_FAILED', 'PIVOT needs its values listed here.', {
      hint: "Write them as in: PIVOT fields ON status IN ('open', 'paid') USING count(*).",
    });
  }
  return refused('Only SELECT is possible: the tables are a copy of what was read and stay as they are.');
}

function position(node: Json): Record<string, number> {
  const at = node['query_location'];
  return typeof at === 'number' && at < Number.MAX_SAFE_INTEGER ? { position: at } : {};
}

function refused(message: string): AppError {
  return new AppError('QUERY_FAILED', message, {
    hint: 'Statements read the records of this search and reach nothing else.',
  });
}
