/** A line to draw: characters `start` to `end` of the text. A very long line comes in several. */
export type TextLine = { readonly start: number; readonly end: number; readonly continues: boolean };
export type TextRange = { readonly start: number; readonly end: number };

/** Longest piece drawn as one element: a megabyte in one element would stop the window. */
const MAX_LINE = 2000;
/** Matches beyond this are not counted one by one. */
export const MAX_MATCHES = 10_000;

export function splitLines(text: string): ReadonlyArray<TextLine> {
  const lines: TextLine[] = [];
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    let from = start;
    for (; end - from > MAX_LINE;) {
      const to = splitPoint(text, from + MAX_LINE);
      lines.push({ start: from, end: to, continues: from > start });
      from = to;
    }
    lines.push({ start: from, end, continues: from > start });
    start = end + 1;
  }
  return lines;
}

/** Never between the halves of a surrogate pair. */
function splitPoint(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}

/** Every place where the query occurs, upper or lower case alike; at most MAX_MATCHES. */
export function findInText(text: string, query: string): ReadonlyArray<TextRange> {
  if (query === '') return [];
  const pattern = new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu');
  const found: TextRange[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push({ start: match.index, end: match.index + match[0].length });
    if (found.length >= MAX_MATCHES) break;
  }
  return found;
}

export type Piece = { readonly text: string; readonly match: number | null };

/** A line cut at the matches in it; `match` is the index of the match a piece belongs to. `matches` ascend. */
export function piecesOf(text: string, line: TextRange, matches: ReadonlyArray<TextRange>): ReadonlyArray<Piece> {
  const pieces: Piece[] = [];
  let at = line.start;
  for (let index = firstEndingAfter(matches, line.start); index < matches.length; index += 1) {
    const match = matches[index];
    if (match === undefined || match.start >= line.end) break;
    const from = Math.max(match.start, line.start);
    const to = Math.min(match.end, line.end);
    if (from > at) pieces.push({ text: text.slice(at, from), match: null });
    pieces.push({ text: text.slice(from, to), match: index });
    at = to;
  }
  if (at < line.end || pieces.length === 0) pieces.push({ text: text.slice(at, line.end), match: null });
  return pieces;
}

function firstEndingAfter(ranges: ReadonlyArray<TextRange>, at: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the line that holds this character. */
export function lineAt(lines: ReadonlyArray<TextLine>, offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
