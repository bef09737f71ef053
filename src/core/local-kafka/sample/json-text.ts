/** A number written digit for digit: JavaScript's own numbers would round 9007199254740993 and drop the zero of 12.90. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type JsonValue =
  string | number | boolean | null | ExactNumber | ReadonlyArray<JsonValue> | { readonly [name: string]: JsonValue };

export function exact(value: bigint): ExactNumber {
  return new ExactNumber(value.toString());
}

/** Cents as an amount with two decimals. */
export function money(cents: number): ExactNumber {
  return new ExactNumber(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);
}

/** Compact JSON text. */
export function jsonText(value: JsonValue): string {
  if (value instanceof ExactNumber) return value.text;
  if (isList(value)) return `[${value.map(jsonText).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, inner]) => `${JSON.stringify(name)}:${jsonText(inner)}`)
    .join(',')}}`;
}

function isList(value: JsonValue): value is ReadonlyArray<JsonValue> {
  return Array.isArray(value);
}
