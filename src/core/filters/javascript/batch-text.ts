import { randomBytes } from 'node:crypto';
import { Decimal, Instant, type Exact } from '../../../shared/values/exact.ts';
import { scanJson } from '../../../shared/values/json-scan.ts';
import type { DecodedRecord, Part } from '../../serdes/index.ts';
import { instantText } from '../dates.ts';
import { buildTrie } from '../path-trie.ts';
import { Projector } from '../projector.ts';
import type { BatchText } from './protocol.ts';

/**
 * A record for the sandbox: `[topic, partition, offset, timestamp, key, value, headers]` as JSON. JSON of the record goes in
 * as it is written, once a scan has found it valid.
 */
export class BatchWriter {
  readonly #validator = new Projector(buildTrie([]), 0);
  #mark: string | null = null;
  #parts: string[] = [];
  #chars = 0;

  get count(): number {
    return this.#parts.length;
  }

  get chars(): number {
    return this.#chars;
  }

  add({ topic, partition, offset, timestamp, key, value, headers }: DecodedRecord): void {
    const pairs = headers.map(({ name, value: content }) => {
      return `${JSON.stringify(name)}:${content.bytes === null ? 'null' : JSON.stringify(content.text())}`;
    });
    const place = `"${topic}",${partition},${this.#whole(offset)},${timestamp}`;
    const text = `[${place},${this.#part(key)},${this.#part(value)},{${pairs.join(',')}}]`;
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

  #part(part: Part): string {
    const { bytes } = part;
    if (bytes === null) return 'null';
    if (part.isPlainText && part.textOnly !== true && this.#validator.scan(bytes))
      return this.#exactJson(bytes.toString());
    const value = part.value();
    if (value !== null && typeof value === 'object' && (Array.isArray(value) || value instanceof Map)) {
      const text = part.text();
      return scanJson(text, () => undefined).verdict === 'valid' ? this.#exactJson(text) : JSON.stringify(text);
    }
    return this.#scalar(value, part);
  }

  #scalar(value: Exact, part: Part): string {
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'bigint') return this.#whole(value);
    if (value instanceof Decimal) return value.text;
    if (value instanceof Instant) return JSON.stringify(instantText(value));
    if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
    return value === null || typeof value === 'boolean' ? String(value) : JSON.stringify(part.text());
  }

  #whole(value: bigint): string {
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

const SIXTEEN_DIGITS = /\d{16}/;

function isSafe(value: bigint): boolean {
  return value <= 9007199254740991n && value >= -9007199254740991n;
}
