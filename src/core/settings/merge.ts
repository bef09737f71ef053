export type Entries = Readonly<Record<string, unknown>>;

/**
 * Three-way merge of two instances' changes, entry by entry: what we changed since `base` wins, anything else is as the
 * other instance left it. An entry is compared as a whole, so the last write per cluster counts.
 */
export function mergeEntries<T extends Entries>(base: T, ours: T, theirs: T): T {
  const keys = new Set([...Object.keys(base), ...Object.keys(ours), ...Object.keys(theirs)]);
  const merged = [...keys].flatMap((key): Array<[string, unknown]> => {
    const winner = isSame(base[key], ours[key]) ? theirs : ours;
    return Object.hasOwn(winner, key) ? [[key, winner[key]]] : [];
  });
  return Object.fromEntries(merged) as T; // Every value comes from one of three Ts, under its own key.
}

/** Values here come from JSON, with keys in the order their schema writes them. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
