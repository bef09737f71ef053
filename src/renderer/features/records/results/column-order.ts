/** Columns of every topic, in the order in which they stand by themselves. */
export const BUILT_IN = ['topic', 'time', 'partition', 'offset', 'key', 'value', 'valueSize', 'headers'] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

/** An expression's column stands before the value, which takes the room that is left. */
const EXPRESSIONS_BEFORE = 'value';
const SIGN = '=';

/** The id of an expression's column; built-in ids never start with the sign. */
export function expressionId(expression: string): string {
  return `${SIGN}${expression}`;
}

/** The expression of a column; null for a built-in one. */
export function expressionOf(id: string): string | null {
  return id.startsWith(SIGN) ? id.slice(SIGN.length) : null;
}

/** All columns, hidden ones too, in the order of `saved`; one that is not named follows the one it follows by itself. */
export function orderedIds(expressions: ReadonlyArray<string>, saved: ReadonlyArray<string>): ReadonlyArray<string> {
  const natural = BUILT_IN.flatMap((id): string[] =>
    id === EXPRESSIONS_BEFORE ? [...expressions.map(expressionId), id] : [id],
  );
  const ordered = saved.filter((id, index) => natural.includes(id) && saved.indexOf(id) === index);
  if (ordered.length === 0) return natural;
  natural.forEach((id, index) => {
    if (ordered.includes(id)) return;
    const before = natural[index - 1];
    ordered.splice(before === undefined ? 0 : ordered.indexOf(before) + 1, 0, id);
  });
  return ordered;
}

/** The new order of all columns after those in view were put into another order: hidden ones stay behind their neighbours. */
export function reorderShown(all: ReadonlyArray<string>, shown: ReadonlyArray<string>): ReadonlyArray<string> {
  const isShown = new Set(shown);
  const queue = [...shown];
  return all.map((id) => (isShown.has(id) ? (queue.shift() ?? id) : id));
}
