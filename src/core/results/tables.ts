import type * as DuckDb from '@duckdb/node-api';
import type { ResultColumns } from '../../shared/contract/results.ts';
import { openDatabase, reservedWords, sqlName, sqlText, type DuckDbModule } from './duckdb.ts';
import type { WireRow } from './dump.ts';
import { FieldTree, type Field, type JsonVerdict } from './field-tree.ts';
import { safeJson } from './safe-json.ts';
import { isOutOfMemory } from './sql-error.ts';

const MAX_FIELDS = 500;
/** A text longer than this is cut in the tables: one record must not use up their memory. */
const MAX_TEXT_CHARS = 16 * 1024 * 1024;

/** `kind` of key and value: 0 is not JSON, 1 JSON as it stands, 2 JSON in the `safe` column. */
const CREATE = `CREATE TABLE data (
  id BIGINT, topic VARCHAR, "partition" INTEGER, "offset" BIGINT, "time" TIMESTAMP_MS,
  key JSON, value JSON, headers JSON, key_size BIGINT, value_size BIGINT, format VARCHAR,
  key_kind TINYINT, key_safe JSON, value_kind TINYINT, value_safe JSON, key_bytes BLOB, value_bytes BLOB)`;

/** A row group is held in memory while it is written. */
const PARQUET = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE_BYTES '48MB'";

/** In a file nothing is of type JSON: reading it back would refuse what is none. */
const AS_TEXT = `* REPLACE (${['key', 'value', 'headers', 'key_safe', 'value_safe'].map((name) => `${name}::VARCHAR AS ${name}`).join(', ')})`;

const json = (part: 'key' | 'value') => `CASE ${part}_kind WHEN 1 THEN ${part} WHEN 2 THEN ${part}_safe END`;

const RECORDS: ReadonlyArray<readonly [string, string, string]> = [
  ['topic', 'topic', 'VARCHAR'],
  ['partition', '"partition"', 'INTEGER'],
  ['offset', '"offset"', 'BIGINT'],
  // In milliseconds it is only kept: few of DuckDB's functions take that type.
  ['time', '"time"::TIMESTAMP', 'TIMESTAMP'],
  ['key', 'key::VARCHAR', 'VARCHAR'],
  ['value', 'value::VARCHAR', 'VARCHAR'],
  ['headers', 'headers', 'JSON'],
  ['key_size', 'key_size', 'BIGINT'],
  ['value_size', 'value_size', 'BIGINT'],
  ['key_json', json('key'), 'JSON'],
  ['value_json', json('value'), 'JSON'],
  ['format', 'format', 'VARCHAR'],
  ['id', 'id', 'BIGINT'],
];
const OF_RECORD = ['id', 'topic', 'partition', 'offset', 'time', 'key'];

/** The statement that makes the view `records` over the table of what was appended. */
export const RECORDS_SELECT = RECORDS.map(([name, sql]) => `${sql} AS ${sqlName(name)}`).join(', ');

/** Rows of the ids from `first` to before `next`; `gone`: of how many nothing is left to read. */
export type AppendedPage = {
  readonly rows: ReadonlyArray<WireRow>;
  readonly first: number;
  readonly next: number;
  readonly gone: number;
};

export type HeadersJson = (headers: WireRow['headers']) => string;

export type TablesOptions = {
  /** What our own statements may read and write; only for tables that no user's statement ever sees. */
  readonly folder?: string;
  readonly headersJson?: HeadersJson;
};

type TablesParts = {
  readonly duckdb: DuckDbModule;
  readonly instance: DuckDb.DuckDBInstance;
  readonly writer: DuckDb.DuckDBConnection;
  readonly headersJson: HeadersJson;
  readonly reserved: ReadonlySet<string>;
};

/** The tables of one session: a database in memory of their own, so that no statement can see another session's records. */
export class SessionTables {
  readonly #duckdb: DuckDbModule;
  readonly #instance: DuckDb.DuckDBInstance;
  readonly #writer: DuckDb.DuckDBConnection;
  readonly #headersJson: HeadersJson;
  readonly #reserved: ReadonlySet<string>;
  readonly #values = new FieldTree();
  readonly #keys = new FieldTree();
  #loaded = 0;
  #next = 0;
  #appending: Promise<void> = Promise.resolve();
  #cutTexts = 0;
  #gone = 0;
  #isFull = false;
  /** Rows that the view `fields` was made for. */
  #viewOf = -1;
  #fields: ReadonlyArray<NamedField> = [];
  #fieldsCut = false;

  private constructor(parts: TablesParts) {
    this.#duckdb = parts.duckdb;
    this.#instance = parts.instance;
    this.#writer = parts.writer;
    this.#headersJson = parts.headersJson;
    this.#reserved = parts.reserved;
  }

  static async create(duckdb: DuckDbModule, options: TablesOptions = {}): Promise<SessionTables> {
    const instance = await openDatabase(duckdb, options.folder);
    const writer = await instance.connect();
    await writer.run(CREATE);
    await writer.run(`CREATE VIEW records AS SELECT ${RECORDS_SELECT} FROM data`);
    const reserved = await reservedWords(writer);
    return new SessionTables({ duckdb, instance, writer, headersJson: options.headersJson ?? headersJson, reserved });
  }

  get loaded(): number {
    return this.#loaded;
  }

  /** The id of the row that comes next. */
  get next(): number {
    return this.#next;
  }

  /** The memory for tables is used up: nothing more is taken in. */
  get isFull(): boolean {
    return this.#isFull;
  }

  get notes(): string[] {
    const notes: string[] = [];
    if (this.#isFull)
      notes.push(`The memory for tables (512 MB) is full: only the first ${this.#loaded} records are in them.`);
    if (this.#gone > 0) notes.push(`${this.#gone} records are no longer in the topic, and so not in the tables.`);
    if (this.#cutTexts > 0)
      notes.push(`${this.#cutTexts} keys or values longer than 16 million characters are cut in the tables.`);
    if (this.#fieldsCut)
      notes.push(`There are more than ${MAX_FIELDS} fields; the others are reached through value_json.`);
    return notes;
  }

  connect(): Promise<DuckDb.DuckDBConnection> {
    return this.#instance.connect();
  }

  close(): void {
    this.#writer.closeSync();
    this.#instance.closeSync();
  }

  /** Rows from id `first` to before `next`; where that is not what comes next, nothing changes. One call at a time. */
  append(page: AppendedPage): Promise<void> {
    const append = (): Promise<void> => this.#append(page);
    this.#appending = this.#appending.then(append, append);
    return this.#appending;
  }

  async #append({ rows, first, next, gone }: AppendedPage): Promise<void> {
    if (this.#isFull || first !== this.#next || next <= first) return;
    const columns = this.#columnsOf(rows);
    await this.#writer.run('BEGIN TRANSACTION');
    try {
      const appender = await this.#writer.createAppender('data');
      for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
        const chunk = this.#duckdb.DuckDBDataChunk.create(this.#types());
        chunk.setColumns(columns.map((column) => column.slice(start, start + CHUNK_ROWS)));
        appender.appendDataChunk(chunk);
      }
      appender.closeSync();
      await this.#writer.run('COMMIT');
      this.#loaded += rows.length;
      this.#next = next;
      this.#gone += gone;
    } catch (error) {
      await this.#writer.run('ROLLBACK').catch(() => undefined); // The first error is the one to tell.
      if (!isOutOfMemory(error)) throw error;
      this.#isFull = true;
    }
  }

  /** Brings the view `fields` up to what was read: types only ever widen. */
  async refreshFields(): Promise<void> {
    if (this.#viewOf === this.#loaded) return;
    const { fields, isCut } = this.#values.fields(MAX_FIELDS);
    this.#fields = nameFields(fields, new Set(OF_RECORD));
    this.#fieldsCut = isCut;
    const columns = [...recordColumns(OF_RECORD), ...this.#fields.map(({ name, sql }) => `${sql} AS ${sqlName(name)}`)];
    await this.#writer.run(`CREATE OR REPLACE VIEW fields AS SELECT ${columns.join(', ')} FROM data`);
    this.#viewOf = this.#loaded;
  }

  /**
   * For a file: these columns of all records (also those moved to `files`), their bytes where they are not text, and the
   * fields; `refreshFields` before.
   */
  exportSelect(files: ReadonlyArray<string>, names: ReadonlyArray<string>, withFields: boolean): string {
    const taken = new Set([...names, 'key_bytes', 'value_bytes']);
    const columns = [
      ...recordColumns(names),
      'key_bytes',
      'value_bytes',
      ...(withFields
        ? nameFields(this.#fields.map(toFile), taken).map(({ name, sql }) => `${sql} AS ${sqlName(name)}`)
        : []),
    ];
    const sources = [...files.map((file) => `read_parquet(${sqlText(escapeGlob(file))})`), 'data'];
    const all = sources.map((source) => `SELECT ${AS_TEXT} FROM ${source}`).join(' UNION ALL ');
    return `SELECT ${columns.join(', ')} FROM (${all})`;
  }

  /** Our own statement, to a file in the folder. */
  async copyTo(file: string, options: { select: string; signal: AbortSignal }): Promise<void> {
    const interrupt = (): void => this.#writer.interrupt();
    options.signal.addEventListener('abort', interrupt);
    try {
      await this.#writer.run(`COPY (${options.select}) TO ${sqlText(file)} (${PARQUET})`);
    } finally {
      options.signal.removeEventListener('abort', interrupt);
    }
  }

  /** Moves what was appended so far out of memory. */
  async moveTo(file: string): Promise<void> {
    await this.#writer.run(`COPY (SELECT ${AS_TEXT} FROM data) TO ${sqlText(file)} (${PARQUET})`);
    await this.#writer.run('DROP TABLE data');
    await this.#writer.run(CREATE);
  }

  /** Quoted only where it must be. */
  #plainName(name: string): string {
    return /^[a-z_][a-z0-9_]*$/.test(name) && !this.#reserved.has(name) ? name : sqlName(name);
  }

  columns(): ResultColumns['columns'] {
    const shown = (table: 'records' | 'fields', name: string, type: string, nullShare: number | null) =>
      ({ table, name, sql: this.#plainName(name), type, nullShare }) as const;
    return [
      ...RECORDS.map(([name, , type]) => shown('records', name, type, null)),
      ...RECORDS.filter(([name]) => OF_RECORD.includes(name)).map(([name, , type]) =>
        shown('fields', name, type, null),
      ),
      ...this.#fields.map(({ name, type, count }) =>
        shown('fields', name, type, this.#loaded === 0 ? null : 1 - Math.min(1, count / this.#loaded)),
      ),
    ];
  }

  #types(): DuckDb.DuckDBType[] {
    const { BIGINT, BLOB, INTEGER, TIMESTAMP_MS, TINYINT, VARCHAR } = this.#duckdb;
    return [
      BIGINT, VARCHAR, INTEGER, BIGINT, TIMESTAMP_MS,
      VARCHAR, VARCHAR, VARCHAR, BIGINT, BIGINT, VARCHAR,
      TINYINT, VARCHAR, TINYINT, VARCHAR, BLOB, BLOB,
    ]; // prettier-ignore
  }

  #columnsOf(rows: ReadonlyArray<WireRow>): DuckDb.DuckDBValue[][] {
    const columns: DuckDb.DuckDBValue[][] = Array.from({ length: 17 }, () => []);
    for (const row of rows) {
      const key = this.#part(row.key, this.#keys);
      const value = this.#part(row.value, this.#values);
      const cells = [
        BigInt(row.id), row.topic, row.partition, row.offset, this.#time(row.timestamp),
        key.text, value.text, this.#headersJson(row.headers), BigInt(row.keySize), BigInt(row.valueSize), row.format,
        key.kind, key.safe, value.kind, value.safe, this.#blob(row.keyBytes), this.#blob(row.valueBytes),
      ]; // prettier-ignore
      cells.forEach((cell, index) => columns[index]?.push(cell));
    }
    return columns;
  }

  #part(text: string | null, tree: FieldTree): { text: string | null; kind: number; safe: string | null } {
    if (text === null) return { text, kind: 0, safe: null };
    if (text.length > MAX_TEXT_CHARS) {
      this.#cutTexts += 1;
      return { text: text.slice(0, MAX_TEXT_CHARS), kind: 0, safe: null };
    }
    const verdict: JsonVerdict = /^[ \t\r\n]*[{[]/.test(text) ? tree.add(text) : 'not-json';
    if (verdict !== 'rewrite') return { text, kind: verdict === 'plain' ? 1 : 0, safe: null };
    const safe = safeJson(text);
    return { text, kind: safe === null ? 0 : 2, safe };
  }

  #blob(bytes: Uint8Array | null): DuckDb.DuckDBBlobValue | null {
    return bytes === null ? null : new this.#duckdb.DuckDBBlobValue(bytes);
  }

  /** Null for records without a time, and for times no calendar has. */
  #time(timestamp: number): DuckDb.DuckDBTimestampMillisecondsValue | null {
    if (timestamp === -1 || Math.abs(timestamp) > MAX_TIME) return null;
    return new this.#duckdb.DuckDBTimestampMillisecondsValue(BigInt(timestamp));
  }
}

/** These columns of a record, in this order. */
function recordColumns(names: ReadonlyArray<string>): string[] {
  const byName = new Map(RECORDS.map(([name, sql]) => [name, sql]));
  return names.map((name) => `${byName.get(name) ?? 'NULL'} AS ${sqlName(name)}`);
}

function toFile(field: Field): Field {
  return { ...field, type: field.fileType };
}

/** DuckDB reads file names as patterns. */
function escapeGlob(file: string): string {
  return file.replace(/[[*?]/g, '[$&]');
}

/** DuckDB's vectors have this many rows. */
const CHUNK_ROWS = 2048;
/** What a JavaScript date can hold, in milliseconds; the screen shows no other either. */
const MAX_TIME = 8.64e15;

type NamedField = Field & { readonly name: string; readonly sql: string };

/** Names are the paths with dots. Names that are taken (DuckDB does not tell case apart) get a number. */
function nameFields(fields: ReadonlyArray<Field>, taken: Set<string>): NamedField[] {
  return fields.flatMap((field) => {
    // A NUL would end the statement.
    if (field.path.some((key) => key.includes('\0'))) return [];
    const dotted = field.path.join('.');
    let name = dotted === '' || taken.has(dotted.toLowerCase()) ? `value.${dotted}` : dotted;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${dotted} (${number})`;
    taken.add(name.toLowerCase());
    return [{ ...field, name, sql: fieldSql(field) }];
  });
}

function fieldSql({ path, type }: Field): string {
  const pointer = sqlText(path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
  if (type === 'JSON') return `nullif(json_extract(${json('value')}, ${pointer}), 'null'::JSON)`;
  const text = `json_extract_string(${json('value')}, ${pointer})`;
  return type === 'VARCHAR' ? text : `TRY_CAST(${text} AS ${type})`;
}

/** An object of the headers in their order; of a name that comes twice, the values are an array. Bytes are hexadecimal. */
function headersJson(headers: WireRow['headers']): string {
  const byName = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const text = value === null ? 'null' : JSON.stringify(typeof value === 'string' ? value : hexText(value));
    const values = byName.get(name);
    if (values === undefined) byName.set(name, [text]);
    else values.push(text);
  }
  const members = [...byName].map(([name, values]) => {
    const [first = 'null'] = values;
    return `${JSON.stringify(name)}:${values.length === 1 ? first : `[${values.join(',')}]`}`;
  });
  return `{${members.join(',')}}`;
}

function hexText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
