import { createRequire } from 'node:module';
import type * as DuckDb from '@duckdb/node-api';
import { AppError } from '../../shared/errors.ts';

export type DuckDbModule = typeof DuckDb;

let loaded: DuckDbModule | undefined;

/** The native library, loaded when it is first needed: 68 MB that most starts of the app never ask for. */
export async function loadDuckDb(): Promise<DuckDbModule> {
  loaded ??= load();
  return loaded;
}

/** By `require`, which finds a native library beside a packed application on every Electron. */
function load(): DuckDbModule {
  try {
    return createRequire(import.meta.url)('@duckdb/node-api') as DuckDbModule;
  } catch (error) {
    throw new AppError('UNSUPPORTED', 'SQL and Parquet do not work on this computer: DuckDB cannot be loaded.', {
      hint: `DuckDB exists for Windows, macOS and Linux on x64 and ARM64 (here: ${process.platform} ${process.arch}). Filters, columns, JSON lines, CSV and raw bytes work without it.`,
      cause: error,
    });
  }
}

const TABLE_MEMORY = '512MB';
const FILE_MEMORY = '1GB';

/**
 * A database in memory that cannot reach anything outside it. Nothing is spilt to disk: records of a cluster marked "never
 * store" would lie there in plain. `folder`: where our own statements (never a user's) may read and write.
 */
export async function openDatabase(duckdb: DuckDbModule, folder?: string): Promise<DuckDb.DuckDBInstance> {
  const instance = await duckdb.DuckDBInstance.create(':memory:', {
    memory_limit: folder === undefined ? TABLE_MEMORY : FILE_MEMORY,
    // One thread keeps the order of the records where row groups are ended by their bytes.
    threads: folder === undefined ? '2' : '1',
    preserve_insertion_order: folder === undefined ? 'true' : 'false',
    temp_directory: '',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  if (folder !== undefined) await connection.run(`SET allowed_directories = [${sqlText(`${folder}/`)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run('SET lock_configuration = true');
  connection.closeSync();
  return instance;
}

/** A text as a SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as SQL has it, whatever it contains. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Words that cannot stand for a column as they are; only DuckDB itself knows those of its version. */
export async function reservedWords(connection: DuckDb.DuckDBConnection): Promise<ReadonlySet<string>> {
  const reader = await connection.runAndReadAll(
    "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function')",
  );
  return new Set(reader.getRows().map(([word]) => String(word)));
}
