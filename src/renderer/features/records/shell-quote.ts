/** One word for a POSIX shell, quoted only where it must be. Single quotes hide everything but a single quote. */
export function shellQuote(word: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
