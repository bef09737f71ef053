import type { RecordWalker } from '../kafka/index.ts';
import { headerPart, type Decoder, type Part } from '../serdes/index.ts';
import type { RawTest } from '../filters/index.ts';

/** Bits: the key, the value. */
export const JSON_IN = { none: 0, key: 1, value: 2, both: 3 } as const;
export type JsonIn = (typeof JSON_IN)[keyof typeof JSON_IN];

/**
 * Says of records in a batch whether their parts are plain text, so that a raw test of their bytes is a verdict. Made for
 * walking: the first byte decides (see Part.isPlainText), so 256 answers per decoder are asked for once. A record with
 * headers is asked for itself, because a header can name the schema of a value.
 */
export class PlainBytes {
  readonly #keys: Decoder;
  readonly #values: Decoder;
  readonly #plainKeys: Uint8Array;
  readonly #plainValues: Uint8Array;
  readonly #jsonKeys: Uint8Array;
  readonly #jsonValues: Uint8Array;

  constructor(keys: Decoder, values: Decoder) {
    this.#keys = keys;
    this.#values = values;
    this.#plainKeys = tableOf(keys, ({ isPlainText }) => isPlainText);
    this.#plainValues = tableOf(values, ({ isPlainText }) => isPlainText);
    const isJson = ({ isPlainText, textOnly }: Part): boolean => isPlainText && textOnly !== true;
    this.#jsonKeys = tableOf(keys, isJson);
    this.#jsonValues = tableOf(values, isJson);
  }

  /** Which parts are read as JSON if they are JSON, so that fields may be read out of them where they lie. */
  jsonIn(walker: RecordWalker): JsonIn {
    const { body } = walker;
    // Headers can say otherwise.
    if (body[walker.headersStart] !== 0) return JSON_IN.none;
    const key = walker.keyLength > 0 ? (this.#jsonKeys[body[walker.keyStart] as number] as number) : 0;
    const value = walker.valueLength > 0 ? (this.#jsonValues[body[walker.valueStart] as number] as number) : 0;
    return (key | (value << 1)) as JsonIn;
  }

  /** True where no record can have other than plain text in these parts, whatever its bytes. */
  isCertain(parts: RawTest['parts']): boolean {
    const all = (table: Uint8Array): boolean => table.every((each) => each === 1);
    return !parts.headers && (!parts.key || all(this.#plainKeys)) && (!parts.value || all(this.#plainValues));
  }

  isPlain(walker: RecordWalker, parts: RawTest['parts']): boolean {
    const { body } = walker;
    if (body[walker.headersStart] !== 0) return this.#isPlainWithHeaders(walker, parts);
    if (parts.key && walker.keyLength > 0 && this.#plainKeys[body[walker.keyStart] as number] === 0) return false;
    return !(parts.value && walker.valueLength > 0 && this.#plainValues[body[walker.valueStart] as number] === 0);
  }

  #isPlainWithHeaders(walker: RecordWalker, parts: RawTest['parts']): boolean {
    const headers = walker.headers();
    const isPlain = (decoder: Decoder, bytes: Buffer | null): boolean =>
      bytes === null || bytes.length === 0 || decoder.part(bytes, headers).isPlainText;
    if (parts.key && !isPlain(this.#keys, walker.key())) return false;
    if (parts.value && !isPlain(this.#values, walker.value())) return false;
    if (!parts.headers) return true;
    return headers.every(([, value]) => value === null || value.length === 0 || headerPart(value).isPlainText);
  }
}

/** Enough bytes to look like any form that is recognised by its beginning. */
const SAMPLE_BYTES = 24;

function tableOf(decoder: Decoder, judge: (part: Part) => boolean): Uint8Array {
  const table = new Uint8Array(256);
  for (let first = 0; first < 256; first += 1) {
    const sample = Buffer.alloc(SAMPLE_BYTES, first);
    table[first] = judge(decoder.part(sample, [])) ? 1 : 0;
  }
  return table;
}
