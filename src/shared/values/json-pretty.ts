import { scanJson, type JsonScan, type JsonTokenKind } from './json-scan.ts';

export type PrettyJson = {
  readonly text: string;
  /** True where `maxChars` ended the text before the document's end. */
  readonly cut: boolean;
  readonly scan: JsonScan;
};

/**
 * Indents a document by two spaces and copies every token as written. Writing ends at `maxChars`, the scan goes on to
 * the end: a fault after the shown part is still found, and indentation cannot blow a small document up. The caller
 * looks at `scan.verdict`: text is only worth showing when it is `valid`, or `incomplete` of a text known to be cut.
 */
export function prettyJson(text: string, maxChars = Infinity): PrettyJson {
  const out: string[] = [];
  let length = 0;
  let depth = 0;
  let previous: JsonTokenKind | null = null;
  const write = (part: string): void => {
    out.push(part);
    length += part.length;
  };
  const scan = scanJson(text, (kind, start, end) => {
    const closes = kind === '}' || kind === ']';
    if (closes) depth -= 1;
    if (length <= maxChars) {
      write(separator(previous, kind, depth));
      write(text.slice(start, end));
      if (kind === 'key') write(': ');
    }
    if (kind === '{' || kind === '[') depth += 1;
    previous = kind;
  });
  const pretty = out.join('');
  return { text: cutText(pretty, maxChars), cut: pretty.length > maxChars, scan };
}

/** What stands before a token: nothing after a key or at the start, else a comma where due and a new line. */
function separator(previous: JsonTokenKind | null, kind: JsonTokenKind, depth: number): string {
  if (previous === null || previous === 'key') return '';
  const opened = previous === '{' || previous === '[';
  if (kind === '}' || kind === ']') return opened ? '' : `\n${'  '.repeat(depth)}`;
  return `${opened ? '' : ','}\n${'  '.repeat(depth)}`;
}

/** At most `max` UTF-16 units, never half a surrogate pair. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}
