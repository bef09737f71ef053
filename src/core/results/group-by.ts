import type { GroupResult } from '../../shared/contract/results.ts';
import { AppError } from '../../shared/errors.ts';
import { sqlText } from './duckdb.ts';

/** What to group by, as the contract has it. */
export type GroupBy =
  { readonly kind: 'field'; readonly path: string } | { readonly kind: 'sql'; readonly expression: string };

const VALUE_CHARS = 1024;

/**
 * One statement for groups and totals: each row has the value, its count, the number of different values and of records.
 * The values are texts, so that every digit stays.
 */
export function groupSql(by: GroupBy, top: number): string {
  const [expression, from] = by.kind === 'field' ? [fieldExpression(by.path), 'records'] : [by.expression, 'fields'];
  return `WITH picked AS (SELECT (${expression}
)::VARCHAR AS v FROM ${from}), counted AS (SELECT v, count(*) AS n FROM picked GROUP BY v)
SELECT left(v, ${VALUE_CHARS}), length(v) > ${VALUE_CHARS}, n, count(*) OVER (), sum(n) OVER ()
FROM counted ORDER BY n DESC, v NULLS LAST LIMIT ${top}`;
}

export function toGroups(
  rows: ReadonlyArray<ReadonlyArray<string | null>>,
): Pick<GroupResult, 'groups' | 'others' | 'total'> {
  const total = Number(rows[0]?.[4] ?? 0);
  const values = Number(rows[0]?.[3] ?? 0);
  const groups = rows.map(([value = null, isCut, count]) => ({
    value,
    isCut: isCut === 'true',
    count: Number(count),
    share: total === 0 ? 0 : Number(count) / total,
  }));
  const shown = groups.reduce((sum, { count }) => sum + count, 0);
  return { groups, others: { count: total - shown, values: values - groups.length }, total };
}

/** The SQL of a field's path: `headers.source`, `value.order.total`, `value["a.b"].c[0]`, `partition`. */
export function fieldExpression(path: string): string {
  const steps = parsePath(path);
  const [root, ...rest] = steps;
  const isPlain = rest.length === 0;
  if (isPlain && typeof root === 'string' && PLAIN.has(root)) return `"${root}"`;
  const pointer = sqlText(rest.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
  if (root === 'headers' && !isPlain) return `json_extract_string(headers, ${pointer})`;
  if ((root === 'value' || root === 'key') && !isPlain) return `json_extract_string(${root}_json, ${pointer})`;
  throw badPath(path);
}

const PLAIN: ReadonlySet<string> = new Set([
  'topic',
  'partition',
  'offset',
  'time',
  'key',
  'value',
  'format',
  'key_size',
  'value_size',
]);

const STEP = /\.([A-Za-z_$][\w$-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y;

function parsePath(path: string): Array<string | number> {
  const root = /^[a-z_]+/.exec(path)?.[0];
  if (root === undefined || path.includes('\0')) throw badPath(path);
  const steps: Array<string | number> = [root];
  for (let at = root.length; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (match === null) throw badPath(path);
    const [, name, index, quoted] = match;
    if (index !== undefined) steps.push(Number(index));
    else steps.push(name ?? unquote(quoted ?? '', path));
  }
  return steps;
}

function unquote(quoted: string, path: string): string {
  try {
    return JSON.parse(`"${quoted}"`) as string;
  } catch {
    throw badPath(path);
  }
}

function badPath(path: string): AppError {
  return new AppError('BAD_INPUT', `${JSON.stringify(path)} is no field of a record.`, {
    hint: 'Fields are key, topic, partition, headers.source, value.order.total, value["a name"].total.',
  });
}
