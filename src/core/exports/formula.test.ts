import { describe, expect, it } from 'vitest';
import { ExportOptions } from '../../shared/contract/exports.ts';
import { toWire } from '../results/index.ts';
import { testRow } from '../results/testing.ts';
import { isFormula, neutralise } from '../../shared/values/csv-formula.ts';
import { rowFormat } from './row-formats.ts';

const BODIES = [
  '1+1', 'SUM(1,1)', "cmd|' /C calc'!A0", 'HYPERLINK("http://example.com","x")', 'WEBSERVICE("http://example.com")',
  'IMPORTXML("http://example.com","//a")', 'DDE("cmd";"/C calc";"x")', "MSEXCEL|'\\..\\..\\cmd.exe /c calc'!''",
  'INDIRECT("A1")', '"x"&"y"', "rundll32|'URL.dll,OpenURL calc.exe'!A", 'A1*2',
]; // prettier-ignore
const PREFIXES = [
  '=', '+', '-', '@', '\t=', '\r=', '\n=', '\0=', ' =', '  @', '\u00A0=', '\uFEFF=', '\u200B=', '＝', '＋', '－', '＠',
  '"=', "'=", '+-', '=\t', '\t', '\r', '\0',
]; // prettier-ignore
const PAYLOADS = PREFIXES.flatMap((prefix) => BODIES.map((body) => `${prefix}${body}`));

describe('what a spreadsheet might run', () => {
  it('is a corpus of at least 200', () => expect(new Set(PAYLOADS).size).toBeGreaterThanOrEqual(200));

  it.each(PAYLOADS.map((payload) => [payload]))('%j is text after it', (payload) => {
    expect(isFormula(payload)).toBe(true);
    expect(neutralise(payload)).toBe(`'${payload}`);
  });

  it('reaches no field of a CSV file: key, value, nor headers', () => {
    const { row } = rowFormat('csv', ExportOptions.parse({}));
    for (const payload of PAYLOADS) {
      const line = row(
        toWire(
          testRow(0, { key: payload, value: payload, valueFormat: 'text', headersText: { [payload]: payload } }),
          true,
        ),
      );
      const quoted = `"'${payload.replaceAll('"', '""')}"`;
      expect(line).toContain(`,${quoted},${quoted},"[{""name""`);
    }
  });

  it.each(['', 'text', '12', '-12.5', '+49123456', '1e5', '-1E-7', '.5', '{"a":"=1"}', '[1]', "it's =1", '1=1', 'a@b'])(
    'leaves %j as it is',
    (text) => expect(neutralise(text)).toBe(text),
  );

  it('is left alone where that is asked for', () => {
    const { row } = rowFormat('csv', ExportOptions.parse({ formulaSafe: false }));
    expect(row(toWire(testRow(0, { value: '=1+1', valueFormat: 'text' }), true))).toContain(',"=1+1",');
  });
});
