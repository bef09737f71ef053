import { COPY_TEXT_LIMIT, type ExportOptions } from '../../shared/contract/exports.ts';
import { toWire } from '../results/index.ts';
import { rowFormat } from './row-formats.ts';
import type { RowSource } from './row-source.ts';

export type CopyRequest = {
  readonly sessionId: string;
  readonly ids: ReadonlyArray<number>;
  readonly format: 'jsonl' | 'csv';
  readonly options: ExportOptions;
};

/** Whole records as one text, as many as fit. */
export async function copyText(
  { sessionId, ids, format, options }: CopyRequest,
  source: Pick<RowSource, 'ids'>,
  signal: AbortSignal,
): Promise<{ text: string; rows: number; isCut: boolean }> {
  const { head, row: textOf } = rowFormat(format, options);
  const texts = [head];
  let chars = head.length;
  let rows = 0;
  for await (const page of source.ids(sessionId, ids, signal)) {
    for (const row of page.rows) {
      const text = textOf(toWire(row, true));
      if (chars + text.length > COPY_TEXT_LIMIT) return { text: texts.join(''), rows, isCut: true };
      texts.push(text);
      chars += text.length;
      rows += 1;
    }
  }
  return { text: texts.join(''), rows, isCut: false };
}
