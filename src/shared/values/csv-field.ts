import { neutralise } from './csv-formula.ts';

/** Needs no quotes, in any delimiter and whatever a reader trims. */
const PLAIN = /^[A-Za-z0-9_.:/+-]+$/;

/** One field of CSV (RFC 4180). Null is a field with nothing in it, an empty text is `""`. */
export function csvField(text: string | null, formulaSafe: boolean): string {
  if (text === null) return '';
  const shown = formulaSafe ? neutralise(text) : text;
  return PLAIN.test(shown) ? shown : `"${shown.replaceAll('"', '""')}"`;
}
