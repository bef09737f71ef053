import type { ExportFormat, ExportProgress } from '../../../../shared/contract/exports.ts';
import { formatBytes, formatCount } from '../../../ui/format.ts';
import { t } from '../../../app/texts.ts';

export const FORMATS: ReadonlyArray<ExportFormat> = ['jsonl', 'csv', 'parquet', 'raw'];
/** Of a statement's result. */
export const TABLE_FORMATS: ReadonlyArray<ExportFormat> = ['csv', 'jsonl'];

export function formatLabel(format: ExportFormat): string {
  return {
    jsonl: t('results.formatJsonl'),
    csv: t('results.formatCsv'),
    parquet: t('results.formatParquet'),
    raw: t('results.formatRaw'),
  }[format];
}

const ENDINGS: Readonly<Record<ExportFormat, string>> = { jsonl: '.jsonl', csv: '.csv', parquet: '.parquet', raw: '' };

/** The path with the ending of another format, where it had that of the one before. */
export function withEnding(path: string, before: ExportFormat, after: ExportFormat): string {
  const ending = ENDINGS[before];
  if (ending !== '' && path.endsWith(ending)) return path.slice(0, -ending.length) + ENDINGS[after];
  return path;
}

/** How far a save is: `12,000 of 50,000 rows · 3.4 MiB`. */
export function progressText({ rows, total, bytes }: ExportProgress): string {
  const count = total === null ? formatCount(rows) : `${formatCount(rows)} / ${formatCount(total)}`;
  return t('results.saveProgress', { rows: count, size: formatBytes(bytes) });
}

/** 0 to 1, or null where nobody knows. */
export function fractionOf({ rows, total }: ExportProgress): number | null {
  if (total === null) return null;
  return total === 0 ? 1 : Math.min(1, rows / total);
}
