import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { csvField } from '../../src/shared/values/csv-field.ts';
import { FORMULA_TEXTS } from '../support/corpus/formulas.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spreadsheet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const hasSpreadsheet = spawnSync('soffice', ['--version']).status === 0;
/** LibreOffice's own words for: comma, quotes, UTF-8, and do evaluate formulas. */
const EVALUATE = 'Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1,true';

/** How many cells of the file a real spreadsheet takes for formulas. */
function formulasIn(name: string, fields: ReadonlyArray<string>): number {
  const file = path.join(folder, `${name}.csv`);
  writeFileSync(file, fields.map((field) => `1,${field}\r\n`).join(''));
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  const convert = ['--headless', `--infilter=${EVALUATE}`, '--convert-to', 'fods', '--outdir', folder, file];
  execFileSync('soffice', [profile, ...convert], { stdio: 'ignore', timeout: 60_000 });
  return readFileSync(path.join(folder, `${name}.fods`), 'utf8').split('table:formula=').length - 1;
}

it.skipIf(!hasSpreadsheet)(
  'LibreOffice runs none of 208 formulas in a saved CSV, and many where they are left as they are @securityTest csv-formulas' +
    (hasSpreadsheet ? '' : ' (skipped: LibreOffice is not installed)'),
  () => {
    expect(FORMULA_TEXTS).toHaveLength(208);
    expect(formulasIn('safe', FORMULA_TEXTS.map((text) => csvField(text, true)))).toBe(0); // prettier-ignore
    // The same check sees them where the option is off: it can fail.
    expect(formulasIn('plain', FORMULA_TEXTS.map((text) => csvField(text, false)))).toBeGreaterThan(10); // prettier-ignore
  },
);
