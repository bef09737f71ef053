import type { DuckDbModule } from './duckdb.ts';

/** Exact text of a value; null is null. Lists, structs and maps are JSON whose numbers keep all their digits. */
export function toText(value: unknown, duckdb: DuckDbModule): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (isNested(value, duckdb)) return toJson(value, duckdb);
  if (value instanceof duckdb.DuckDBBlobValue) return hexOf(value.bytes);
  return String(value as { toString(): string });
}

function isNested(value: unknown, duckdb: DuckDbModule): boolean {
  return (
    value instanceof duckdb.DuckDBListValue ||
    value instanceof duckdb.DuckDBArrayValue ||
    value instanceof duckdb.DuckDBStructValue ||
    value instanceof duckdb.DuckDBMapValue ||
    value instanceof duckdb.DuckDBUnionValue
  );
}

/** DuckDB's types nest as deep as a statement is written, which its parser limits: recursion is safe. */
function toJson(value: unknown, duckdb: DuckDbModule): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (value instanceof duckdb.DuckDBDecimalValue) return value.toString();
  if (value instanceof duckdb.DuckDBListValue || value instanceof duckdb.DuckDBArrayValue) {
    return `[${value.items.map((item) => toJson(item, duckdb)).join(',')}]`;
  }
  if (value instanceof duckdb.DuckDBStructValue) {
    const members = Object.entries(value.entries).map(([name, item]) => member(name, toJson(item, duckdb)));
    return `{${members.join(',')}}`;
  }
  if (value instanceof duckdb.DuckDBMapValue) {
    const members = value.entries.map(({ key, value: item }) =>
      member(toText(key, duckdb) ?? 'null', toJson(item, duckdb)),
    );
    return `{${members.join(',')}}`;
  }
  if (value instanceof duckdb.DuckDBUnionValue) return toJson(value.value, duckdb);
  return JSON.stringify(toText(value, duckdb));
}

function member(name: string, json: string): string {
  return `${JSON.stringify(name)}:${json}`;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
