/** A key and its value, as a configuration file wrote them. */
export type ConfigEntry = { readonly key: string; readonly value: string };

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };

/** Java's `.properties` format: comments, escapes, continued lines, `=`, `:` or a blank between key and value. */
export function parseProperties(text: string): ConfigEntry[] {
  return parseRawProperties(text).map(({ key, value }) => ({ key: unescape(key), value: unescape(value) }));
}

/** The same lines without Java's escapes: librdkafka takes `C:\certs` as it stands. */
export function parseRawProperties(text: string): ConfigEntry[] {
  return logicalLines(pemOnOneLine(text)).map(splitLine);
}

function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let parts: string[] = [];
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (parts.length === 0 && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue;
    const isContinued = trailingBackslashes(line) % 2 === 1;
    parts.push(isContinued ? line.slice(0, -1) : line);
    if (isContinued) continue;
    lines.push(parts.join(''));
    parts = [];
  }
  if (parts.length > 0) lines.push(parts.join(''));
  return lines;
}

function trailingBackslashes(line: string): number {
  let count = 0;
  while (line[line.length - 1 - count] === '\\') count += 1;
  return count;
}

/** A line without any separator gets no key: it may be half a secret, which nobody should name. */
function splitLine(line: string): ConfigEntry {
  let end = 0;
  while (end < line.length && !/[=:\s]/.test(line.charAt(end))) end += line[end] === '\\' ? 2 : 1;
  if (end >= line.length) return { key: '', value: line };
  return { key: line.slice(0, end), value: line.slice(end).replace(/^\s*[=:]?\s*/, '') };
}

function unescape(text: string): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|[^])/g, (_, escaped: string) =>
    escaped.length === 5 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (ESCAPES[escaped] ?? escaped),
  );
}

/** People paste PEM with its line breaks, which the format does not allow; they are written as `\n` so that it does. */
function pemOnOneLine(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const begin = text.indexOf('-----BEGIN ', at);
    const endLine = begin < 0 ? -1 : text.indexOf('-----END ', begin);
    const end = endLine < 0 ? -1 : text.indexOf('-----', endLine + 9);
    if (end < 0) return parts.join('') + text.slice(at);
    parts.push(text.slice(at, begin), text.slice(begin, end + 5).replaceAll(/\\?(?:\r\n|\r|\n)[ \t]*/g, '\\n'));
    at = end + 5;
  }
}
