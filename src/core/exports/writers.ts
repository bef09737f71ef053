import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { WireRow } from '../results/index.ts';
import { extensionOf, recordFileName } from './file-names.ts';
import { codeOf } from './file-error.ts';
import { createParquetWriter } from './parquet.ts';
import { rowFormat, toBuffer } from './row-formats.ts';
import type { RowWriter, TableWriter, WriteRequest } from './row-writer.ts';
import { tableFormat, type TableColumn } from './table-formats.ts';
import { makeStagingFolder, publishFolder, StagedFile, type OpenFile } from './staging.ts';

export function openWriter(request: WriteRequest, openFile?: OpenFile): Promise<RowWriter> {
  switch (request.format) {
    case 'jsonl':
    case 'csv':
      return textWriter(request, request.format, openFile);
    case 'parquet':
      return createParquetWriter(request);
    case 'raw':
      return request.isOne ? rawFileWriter(request, openFile) : rawFolderWriter(request);
  }
}

function textWriter(request: WriteRequest, kind: 'jsonl' | 'csv', openFile?: OpenFile): Promise<RowWriter> {
  return lineWriter(request, rowFormat(kind, request.options), openFile);
}

/** The rows of a SQL result: they are texts, which Parquet and raw bytes would only dress up. */
export async function openTableWriter(
  request: WriteRequest,
  columns: ReadonlyArray<TableColumn>,
  openFile?: OpenFile,
): Promise<TableWriter> {
  if (request.format !== 'jsonl' && request.format !== 'csv') {
    throw new AppError('BAD_INPUT', 'The result of a statement is saved as CSV or JSON lines.');
  }
  return lineWriter(request, tableFormat(request.format, columns, request.options), openFile);
}

type LineFormat<Row> = { readonly head: string; row(row: Row): string };

async function lineWriter<Row>(request: WriteRequest, format: LineFormat<Row>, openFile?: OpenFile) {
  const file = await StagedFile.create(request.staging, openFile);
  await file.write(format.head);
  return {
    get bytes() {
      return file.bytes;
    },
    write: async (rows: ReadonlyArray<Row>) => {
      for (const row of rows) await file.write(format.row(row));
    },
    finish: async (): Promise<string[]> => {
      await file.finish(request.target, request.overwrite);
      return [];
    },
    close: () => file.close(),
  };
}

/** The bytes of the chosen part; null is null. */
function bytesOf(row: WireRow, part: 'key' | 'value'): Uint8Array | null {
  const [text, bytes] = part === 'key' ? [row.key, row.keyBytes] : [row.value, row.valueBytes];
  if (bytes !== null) return toBuffer(bytes);
  return text === null ? null : Buffer.from(text);
}

async function rawFileWriter(request: WriteRequest, openFile?: OpenFile): Promise<RowWriter> {
  const file = await StagedFile.create(request.staging, openFile);
  const { part } = request.options;
  let rows = 0;
  return {
    get bytes() {
      return file.bytes;
    },
    write: async ([row]) => {
      if (row === undefined) return;
      const bytes = bytesOf(row, part);
      if (bytes === null) {
        throw new AppError('BAD_INPUT', `The record has no ${part} (null), so there are no bytes to save.`);
      }
      rows += 1;
      await file.writeBytes(bytes);
    },
    finish: async () => {
      if (rows === 0)
        throw new AppError('RECORD_EVICTED', 'The record is not there any more, so there is nothing to save.');
      await file.finish(request.target, request.overwrite);
      return [];
    },
    close: () => file.close(),
  };
}

async function rawFolderWriter(request: WriteRequest): Promise<RowWriter> {
  const { options, staging, target, overwrite } = request;
  await makeStagingFolder(staging);
  let bytes = 0;
  let nulls = 0;
  const writeRow = async (row: WireRow): Promise<void> => {
    const content = bytesOf(row, options.part);
    if (content === null) {
      nulls += 1;
      return;
    }
    const beyondText = options.part === 'key' ? row.keyBytes : row.valueBytes;
    const extension = extensionOf(options.part === 'key' ? 'key' : row.format, beyondText);
    const name = recordFileName(row, extension);
    await writeFile(path.join(staging, name), content, { flag: 'wx' }).catch(async (error: unknown) => {
      // Topics that differ in case only, on a disk that does not tell case apart.
      if (codeOf(error) !== 'EEXIST') throw error;
      await writeFile(path.join(staging, `${row.id}-${name}`), content, { flag: 'wx' });
    });
    bytes += content.length;
  };
  return {
    get bytes() {
      return bytes;
    },
    write: async (rows) => {
      for (const row of rows) await writeRow(row);
    },
    finish: async () => {
      await publishFolder(staging, target, overwrite);
      return nulls === 0 ? [] : [`${nulls} records had no ${options.part} (null) and got no file.`];
    },
    close: () => Promise.resolve(),
  };
}
