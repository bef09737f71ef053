import { randomBytes } from 'node:crypto';
import { Decimal, Instant, type Exact } from '../../../shared/values/exact.ts';
import { scanJson } from '../../../shared/values/json-scan.ts';
import type { DecodedRecord, Part } from '../../serdes/index.ts';
import { instantText } from '../dates.ts';
import { buildTrie } from '../path-trie.ts';
import { Projector, TAG } from '../projector.ts';
import type { BatchText } from './protocol.ts';
import { ALL_FIELDS, type RecordField, type UsedFields } from './used-fields.ts';

/**
 * Records for the sandbox, as JSON: of each the fields that the code uses, in a list, or the one field itself. JSON of the
 * record goes in as it is written, once a scan has found it valid; of an object in `value` only what the code reads.
 */
export class BatchWriter {
  readonly #fields: ReadonlyArray<RecordField>;
  readonly #whole = new Projector(buildTrie([]), 0);
  /** Finds the used fields of a value; null where all of it is handed over. */
  readonly #some: { readonly projector: Projector; readonly keys: ReadonlyArray<string> } | null;
  #mark: string | null = null;
  #parts: string[] = [];
  #chars = 0;

  constructor({ fields, names }: UsedFields = ALL_FIELDS) {
    this.#fields = fields;
    const paths = (names ?? []).map((name) => [{ kind: 'field' as const, name }]);
    const keys = (names ?? []).map((name) => `${JSON.stringify(name)}:`);
    this.#some = names === null ? null : { projector: new Projector(buildTrie(paths), paths.length), keys };
  }

  get count(): number {
    return this.#parts.length;
  }

  get chars(): number {
    return this.#chars;
  }

  add(record: DecodedRecord): void {
    const fields = this.#fields;
    const [only] = fields;
    let text = '0';
    if (only !== undefined) {
      text = this.#field(record, only);
      for (let index = 1; index < fields.length; index += 1)
        text += `,${this.#field(record, fields[index] as RecordField)}`;
      if (fields.length > 1) text = `[${text}]`;
    }
    this.#parts.push(text);
    this.#chars += text.length;
  }

  /** Everything added since the last time. */
  take(): BatchText {
    const batch = { text: `[${this.#parts.join(',')}]`, count: this.#parts.length, bigMark: this.#mark };
    this.#parts = [];
    this.#chars = 0;
    this.#mark = null;
    return batch;
  }

  #field(record: DecodedRecord, field: RecordField): string {
    switch (field) {
      case 'topic':
        return `"${record.topic}"`;
      case 'partition':
        return String(record.partition);
      case 'offset':
        return this.#integer(record.offset);
      case 'timestamp':
        return String(record.timestamp);
      case 'headers': {
        const pairs = record.headers.map(({ name, value: content }) => {
          return `${JSON.stringify(name)}:${content.bytes === null ? 'null' : JSON.stringify(content.text())}`;
        });
        return `{${pairs.join(',')}}`;
      }
      case 'key':
      case 'value':
        return this.#keyOrValue(record, field);
    }
  }

  #keyOrValue(record: DecodedRecord, name: 'key' | 'value'): string {
    const start = record.places?.jsonStart(name) ?? -1;
    if (record.places !== undefined && start >= 0) {
      const { body } = record.places;
      const json = this.#json(body, name, { start, end: record.places.jsonEnd(name) });
      if (json !== null) return json;
    }
    const part = record[name];
    const { bytes } = part;
    if (bytes === null) return 'null';
    if (start < 0 && part.isPlainText && part.textOnly !== true) {
      const json = this.#json(bytes, name, { start: 0, end: bytes.length });
      if (json !== null) return json;
    }
    const value = part.value();
    if (value !== null && typeof value === 'object' && (Array.isArray(value) || value instanceof Map)) {
      const text = part.text();
      return scanJson(text, () => undefined).verdict === 'valid' ? this.#exactJson(text) : JSON.stringify(text);
    }
    return this.#scalar(value, part);
  }

  /** Null where there is no JSON object or list between the two places. */
  #json(
    bytes: Buffer,
    name: 'key' | 'value',
    { start, end }: { readonly start: number; readonly end: number },
  ): string | null {
    if (name === 'value' && this.#some !== null) {
      const { projector, keys } = this.#some;
      if (!projector.scan(bytes, start, end)) return null;
      // A list has no fields by these names; what else it has is for the code to find.
      if (isObject(bytes, start)) return this.#exactJson(membersOf(bytes, projector, keys));
    } else if (!this.#whole.scan(bytes, start, end)) return null;
    return this.#exactJson(bytes.toString('utf8', start, end));
  }

  #scalar(value: Exact, part: Part): string {
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'bigint') return this.#integer(value);
    if (value instanceof Decimal) return value.text;
    if (value instanceof Instant) return JSON.stringify(instantText(value));
    if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
    return value === null || typeof value === 'boolean' ? String(value) : JSON.stringify(part.text());
  }

  #integer(value: bigint): string {
    return isSafe(value) ? value.toString() : this.#big(value.toString());
  }

  #big(digits: string): string {
    this.#mark ??= `${randomBytes(16).toString('hex')}:`;
    return `"${this.#mark}${digits}"`;
  }

  /** Whole numbers that a binary number does not hold are marked; all else stays as written. */
  #exactJson(text: string): string {
    if (!SIXTEEN_DIGITS.test(text)) return text;
    let exact = '';
    let from = 0;
    scanJson(text, (kind, start, end) => {
      if (kind !== 'number') return;
      const digits = text.slice(start, end);
      if (!/^-?\d{16,10000}$/.test(digits) || isSafe(BigInt(digits))) return;
      exact += text.slice(from, start) + this.#big(digits);
      from = end;
    });
    return exact + text.slice(from);
  }
}

/** The members that were found, as they are written. */
function membersOf(bytes: Buffer, { tags, starts, ends }: Projector, keys: ReadonlyArray<string>): string {
  let text = '';
  for (let slot = 0; slot < keys.length; slot += 1) {
    const tag = tags[slot];
    if (tag === TAG.missing) continue;
    const quote = tag === TAG.string ? 1 : 0;
    const value = bytes.toString('utf8', (starts[slot] as number) - quote, (ends[slot] as number) + quote);
    text += `${text === '' ? '' : ','}${keys[slot] as string}${value}`;
  }
  return `{${text}}`;
}

/** Of JSON that is an object or a list. */
function isObject(bytes: Buffer, start: number): boolean {
  let at = start;
  while ((bytes[at] as number) <= 0x20) at += 1;
  return bytes[at] === 0x7b;
}

const SIXTEEN_DIGITS = /\d{16}/;

function isSafe(value: bigint): boolean {
  return value <= 9007199254740991n && value >= -9007199254740991n;
}
