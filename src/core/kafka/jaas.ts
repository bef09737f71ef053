/** One login module of a `sasl.jaas.config` line: its class and its options. */
export type Jaas = { readonly module: string; readonly options: ReadonlyMap<string, string> };

/** `org.…Module required key="value" key='value' key=value;` Null where it does not read like that. */
export function parseJaas(text: string): Jaas | null {
  const head = /^\s*([\w.$]+)\s+(?:required|requisite|sufficient|optional)(?=[\s;]|$)/i.exec(text);
  const module = head?.[1];
  if (head === null || module === undefined) return null;
  const options = new Map<string, string>();
  let at = head[0].length;
  while (at < text.length) {
    const option = readOption(text, at);
    if (option === null) break;
    options.set(option.key, option.value);
    at = option.end;
  }
  return { module, options };
}

function readOption(text: string, from: number): { key: string; value: string; end: number } | null {
  const pattern = /[\s,]*([\w.]+)\s*=\s*/y;
  pattern.lastIndex = from;
  const key = pattern.exec(text)?.[1];
  if (key === undefined) return null;
  let at = pattern.lastIndex;
  const first = text.charAt(at);
  const quote = first === '"' || first === "'" ? first : null;
  const value: string[] = [];
  if (quote !== null) at += 1;
  while (at < text.length && !(quote === null ? /[\s;]/.test(text.charAt(at)) : text[at] === quote)) {
    // Inside quotes a backslash takes the next character as it is, as Java's tokenizer does.
    if (quote !== null && text[at] === '\\' && at + 1 < text.length) at += 1;
    value.push(text.charAt(at));
    at += 1;
  }
  return { key, value: value.join(''), end: quote === null ? at : at + 1 };
}
