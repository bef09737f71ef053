import type { RecordFilter } from '../../../../shared/contract/filters.ts';
import { isDecimal } from '../../../../shared/values/decimal.ts';

/** The condition that a field has this value; null where no condition can say it. */
export function equalsFilter(field: string, value: string | null): RecordFilter {
  return { kind: 'expression', text: `${field} == ${value === null ? 'null' : literal(value)}` };
}

/**
 * A value as the filter language writes it. The groups tell text only; a text of digits is taken for a number, as most
 * such fields are.
 */
function literal(value: string): string {
  if (isDecimal(value) || value === 'true' || value === 'false') return value;
  return JSON.stringify(value);
}

/** `41.5 %`, and never 0 % of what is there nor 100 % of what is not all. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent < 0.1) return '< 0.1 %';
  return percent > 99.9 ? '> 99.9 %' : `${percent.toFixed(1)} %`;
}
