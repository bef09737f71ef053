/** The language's functions: what the checker, the editor's completion and the evaluator know of them. */
export type FunctionEntry = {
  readonly name: string;
  readonly signature: string;
  readonly doc: string;
  readonly args: readonly [least: number, most: number];
  readonly gives: 'boolean' | 'number' | 'string' | 'time' | 'any';
};

export const FUNCTIONS: ReadonlyArray<FunctionEntry> = [
  {
    name: 'contains',
    signature: 'contains(text or list, part)',
    doc: 'True where the text has the part in it, or the list has such an element.',
    args: [2, 2],
    gives: 'boolean',
  },
  {
    name: 'startsWith',
    signature: 'startsWith(text, start)',
    doc: 'True where the text begins so.',
    args: [2, 2],
    gives: 'boolean',
  },
  {
    name: 'endsWith',
    signature: 'endsWith(text, end)',
    doc: 'True where the text ends so.',
    args: [2, 2],
    gives: 'boolean',
  },
  {
    name: 'matches',
    signature: 'matches(text, "pattern")',
    doc: 'True where the regular expression is found in the text; (?i) at its start ignores case.',
    args: [2, 2],
    gives: 'boolean',
  },
  { name: 'lower', signature: 'lower(text)', doc: 'The text in lower case.', args: [1, 1], gives: 'string' },
  { name: 'upper', signature: 'upper(text)', doc: 'The text in upper case.', args: [1, 1], gives: 'string' },
  {
    name: 'size',
    signature: 'size(text, list or object)',
    doc: 'How many characters, elements, fields or bytes it has.',
    args: [1, 1],
    gives: 'number',
  },
  {
    name: 'has',
    signature: 'has(value.field)',
    doc: 'True where the field is there, even if it is null.',
    args: [1, 1],
    gives: 'boolean',
  },
  {
    name: 'exists',
    signature: 'exists(value.field)',
    doc: 'True where the field is there and is not null.',
    args: [1, 1],
    gives: 'boolean',
  },
  {
    name: 'any',
    signature: 'any(list, condition on it)',
    doc: 'True where the condition holds for one element at least: any(value.items, it.price > 10).',
    args: [2, 2],
    gives: 'boolean',
  },
  {
    name: 'all',
    signature: 'all(list, condition on it)',
    doc: 'True where the condition holds for every element of the list.',
    args: [2, 2],
    gives: 'boolean',
  },
  {
    name: 'type',
    signature: 'type(value.field)',
    doc: '"null", "boolean", "number", "string", "list", "object", "bytes" or "time".',
    args: [1, 1],
    gives: 'string',
  },
  {
    name: 'number',
    signature: 'number(text)',
    doc: 'The number that is written in the text, exactly; null where it is none.',
    args: [1, 1],
    gives: 'number',
  },
  {
    name: 'string',
    signature: 'string(value.field)',
    doc: 'As a text: numbers as written, times in ISO 8601.',
    args: [1, 1],
    gives: 'string',
  },
  {
    name: 'date',
    signature: 'date("2026-11-21T10:00:00Z")',
    doc: 'A point in time from ISO 8601 text or from milliseconds since 1970; without a zone it is UTC.',
    args: [1, 1],
    gives: 'time',
  },
  {
    name: 'now',
    signature: 'now()',
    doc: 'The time now: timestamp > now() - "15m".',
    args: [0, 0],
    gives: 'time',
  },
  {
    name: 'duration',
    signature: 'duration("1h30m")',
    doc: 'Milliseconds of a length of time; units are ms, s, m, h, d, w.',
    args: [1, 1],
    gives: 'number',
  },
];

export type NameEntry = { readonly name: string; readonly doc: string };

export const ROOTS: ReadonlyArray<NameEntry> = [
  {
    name: 'value',
    doc: 'The decoded value: value.order.total, value["any name"], value.items[0], value.items[*].sku.',
  },
  { name: 'key', doc: 'The decoded key, or a field of it.' },
  { name: 'headers', doc: 'Headers by name: headers.source, headers["trace-id"]; of the same name the last one.' },
  { name: 'topic', doc: "The topic's name." },
  { name: 'partition', doc: "The partition's number." },
  { name: 'offset', doc: 'The offset, exactly.' },
  { name: 'timestamp', doc: "The record's time; compares with date(…), ISO texts and milliseconds." },
  { name: 'it', doc: 'The element, inside any(…) and all(…).' },
];

export const OPERATORS: ReadonlyArray<NameEntry> = [
  { name: '==', doc: 'Equal; numbers are compared exactly. A missing field equals null.' },
  { name: '!=', doc: 'Not equal.' },
  { name: '<', doc: 'Less; false where one side is null or the kinds differ.' },
  { name: '<=', doc: 'Less or equal.' },
  { name: '>', doc: 'Greater.' },
  { name: '>=', doc: 'Greater or equal.' },
  { name: 'in', doc: 'One of a list: value.status in ["paid", "sent"]; or a field of an object: "id" in value.' },
  { name: '&&', doc: 'And.' },
  { name: '||', doc: 'Or.' },
  { name: '!', doc: 'Not.' },
  { name: '+', doc: 'Sum; joins texts; time plus "15m".' },
  { name: '-', doc: 'Difference; time minus "15m"; time minus time in milliseconds.' },
  { name: '*', doc: 'Product.' },
  { name: '/', doc: 'Quotient, as a decimal fraction: 7 / 2 is 3.5.' },
  { name: '%', doc: 'Remainder.' },
];

const BY_NAME: ReadonlyMap<string, FunctionEntry> = new Map(FUNCTIONS.map((entry) => [entry.name, entry]));

export function functionNamed(name: string): FunctionEntry | undefined {
  return BY_NAME.get(name);
}

/** The name that was probably meant; null where none is near. */
export function nearest(name: string, names: ReadonlyArray<string>): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(name.length / 3)) + 0.5;
  for (const candidate of names) {
    const distance =
      candidate.toLowerCase() === name.toLowerCase()
        ? 0
        : editDistance(name.slice(0, 40).toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein, where two neighbours that changed places count as one. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const above = rows[i - 1] as number[];
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1, (above[j - 1] as number) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, ((rows[i - 2] as number[])[j - 2] as number) + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return (rows[a.length] as number[])[b.length] as number;
}
