import { scanJson } from '../../../shared/values/json-scan.ts';

export type JsonPiece = { readonly text: string; readonly kind: 'key' | 'string' | 'number' | 'literal' | 'mark' };

/** The start of a JSON document cut into coloured pieces; also of a document that was cut. Nothing is left out. */
export function jsonPieces(text: string): ReadonlyArray<JsonPiece> {
  const pieces: JsonPiece[] = [];
  let at = 0;
  const mark = (to: number): void => {
    if (to > at) pieces.push({ text: text.slice(at, to), kind: 'mark' });
  };
  scanJson(text, (kind, start, end) => {
    if (kind === '{' || kind === '}' || kind === '[' || kind === ']') return;
    mark(start);
    pieces.push({ text: text.slice(start, end), kind });
    at = end;
  });
  mark(text.length);
  return pieces;
}
