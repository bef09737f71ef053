/** Characters by which spreadsheets know a formula; the last four are their full-width forms. */
const STARTS = '=+\\-@\\t\\r\\n\\0\uFF1D\uFF0B\uFF0D\uFF20';
/** Also behind what a spreadsheet trims or does not show: spaces, a byte order mark, zero-width characters. */
const FORMULA = new RegExp(`^[\\s\u200B-\u200F\u2060\uFEFF'"]*[${STARTS}]|^[\\t\\r\\n\\0]`, 'u');
/** A number that is nothing but a number: no formula, whatever sign it has. */
const NUMBER = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** Whether opening the field in a spreadsheet might run it. */
export function isFormula(text: string): boolean {
  return FORMULA.test(text) && !NUMBER.test(text);
}

/** The field with an apostrophe in front where it might run: shown as text, whatever it says. */
export function neutralise(text: string): string {
  return isFormula(text) ? `'${text}` : text;
}
