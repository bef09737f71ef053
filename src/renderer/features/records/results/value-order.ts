import { compareDecimals, isDecimal } from '../../../../shared/values/decimal.ts';

/**
 * Ascending order of what stands in a column: numbers by their exact value and before texts, texts by their characters,
 * nothing at the end.
 */
export function compareValueTexts(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const [isNumberA, isNumberB] = [isDecimal(a), isDecimal(b)];
  if (isNumberA && isNumberB) return compareDecimals(a, b);
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
