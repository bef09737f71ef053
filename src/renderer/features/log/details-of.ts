import type { LogLine } from '../../../shared/contract/log.ts';

const HEAD: ReadonlySet<string> = new Set(['time', 'level', 'room', 'event']);
/** As much as a row shows; the details show all. */
const SHOWN = 400;

/** What a line says beside its head, on one line. */
export function detailsOf({ text }: LogLine): string {
  const fields = fieldsOf(text);
  if (fields === null) return '';
  return Object.entries(fields)
    .filter(([name]) => !HEAD.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('  ')
    .slice(0, SHOWN);
}

/** The line as text to read: one field a line, lines of a stack under each other. As stored where it is no JSON. */
export function prettyLine({ text }: LogLine): string {
  const fields = fieldsOf(text);
  return fields === null ? text : JSON.stringify(fields, null, 2).replaceAll(String.raw`\n`, '\n      ');
}

function fieldsOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null; // Cut, or none of ours.
  }
}
