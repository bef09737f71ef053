/** What a figure has to reach; null: it is only told. */
export type Target = { readonly most: number } | { readonly least: number } | null;

/** One figure, as scripts/bench reads it. */
export function print(figure: string, value: number, unit: string, bound: Target): void {
  const target = bound === null ? null : 'most' in bound ? bound.most : bound.least;
  const ok = bound === null || ('most' in bound ? value <= bound.most : value >= bound.least);
  process.stdout.write(`${JSON.stringify({ figure, value: Number(value.toFixed(2)), unit, target, ok })}\n`);
}

export function median(values: ReadonlyArray<number>): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}
