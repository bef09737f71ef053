import type { DecodedValue, Preview } from '../../shared/contract/records.ts';
import type { Exact } from '../../shared/values/exact.ts';
import { hexDump, HEX_DUMP_LINE } from '../../shared/values/bytes.ts';
import { cutText, prettyJson } from '../../shared/values/json-pretty.ts';
import { Undecodable } from './byte-reader.ts';
import { foldJson, foldText } from './control.ts';
import type { RawHeaders } from './decoded.ts';
import { exactToJson } from './exact-json.ts';
import { hexPreview, PREVIEW_CHARS } from './preview.ts';
import { failedReading, type Reading } from './reading.ts';
import { bytesText } from './bytes-text.ts';

/** One key, value or header that is not null and not empty. */
export type Input = {
  readonly bytes: Buffer;
  readonly headers: RawHeaders;
  /** The record's key, where a value is read and the key is at hand. */
  readonly key: Buffer | null | undefined;
  /** What it was read as, once it has been: a record is asked several things in a row. */
  memo: Reading | null;
};

/** How bytes are read. Nothing here throws. */
export type Form = {
  readonly isPlainText: (first: number) => boolean;
  /** Its values are texts even where they look like JSON. */
  readonly textOnly?: boolean;
  value(input: Input): Exact;
  text(input: Input): string;
  failure(input: Input): string | null;
  preview(input: Input): Preview;
  detail(input: Input, limit: number): DecodedValue;
};

/** Values larger than this are not decoded for one line of the list: their first bytes are shown. */
const PREVIEW_DECODES = 1024 * 1024;

/** A form that decodes the whole value at once. What `read` throws becomes the reason why the bytes are shown. */
export class ReadingForm implements Form {
  private readonly read: (input: Input) => Reading;
  private readonly large: (bytes: Buffer) => Preview;

  /** `large`: the line for values that are too large to be decoded for it. */
  constructor(read: (input: Input) => Reading, large: (bytes: Buffer) => Preview = hexPreview) {
    this.read = read;
    this.large = large;
  }

  readonly isPlainText = (): boolean => false;

  reading(input: Input): Reading {
    input.memo ??= safely(this.read, input);
    return input.memo;
  }

  value(input: Input): Exact {
    return this.reading(input).value;
  }

  text(input: Input): string {
    return readingText(this.reading(input), input.bytes);
  }

  failure(input: Input): string | null {
    return this.reading(input).failure;
  }

  preview(input: Input): Preview {
    if (input.bytes.length > PREVIEW_DECODES) return this.large(input.bytes);
    return readingPreview(this.reading(input), input.bytes);
  }

  detail(input: Input, limit: number): DecodedValue {
    return readingDetail(this.reading(input), input.bytes, limit);
  }
}

/** Whatever hostile bytes or a library's fault bring about is a reason, never a crash. */
function safely(read: (input: Input) => Reading, input: Input): Reading {
  try {
    return read(input);
  } catch (error) {
    if (error instanceof Undecodable) return failedReading(input.bytes, error.message);
    const why = error instanceof Error ? error.message : String(error);
    return failedReading(input.bytes, `It could not be decoded: ${why.slice(0, 300)}.`);
  }
}

function readingText({ show, value }: Reading, bytes: Buffer): string {
  if (show.kind === 'bytes') return bytesText(bytes);
  return show.kind === 'tree' ? exactToJson(value) : show.text;
}

function readingPreview(reading: Reading, bytes: Buffer): Preview {
  const { show, format, value, failure } = reading;
  if (show.kind === 'bytes') return failed(hexPreview(bytes), failure);
  const text = show.kind === 'tree' ? exactToJson(value, PREVIEW_CHARS) : show.text.slice(0, PREVIEW_CHARS * 4);
  const line = show.kind === 'json' ? foldJson(text) : foldText(text);
  const cut = line.length > PREVIEW_CHARS || (show.kind !== 'tree' && show.text.length > text.length);
  return failed({ format, text: cutText(line, PREVIEW_CHARS), cut }, failure);
}

export function failed(preview: Preview, failure: string | null): Preview {
  return failure === null ? preview : { ...preview, failed: true };
}

function readingDetail(reading: Reading, bytes: Buffer, limit: number): DecodedValue {
  const { format, schema, failure, show } = reading;
  const size = bytes.length;
  const reason = [reading.reason, reading.more?.() ?? ''].join(' ').trim();
  const common = { format, size, reason, failure, schema };
  if (show.kind === 'bytes') return { ...dump(bytes, limit), ...common };
  if (show.kind === 'text') {
    return { ...common, text: cutText(show.text, limit), raw: null, cut: show.text.length > limit };
  }
  const json = show.kind === 'json' ? show.text : exactToJson(reading.value, limit);
  const pretty = prettyJson(json, limit);
  const cut = pretty.cut || json.length > limit;
  return { ...common, text: pretty.text, raw: cutText(json, limit), cut };
}

/** A hex dump of as many bytes as fit. */
export function dump(bytes: Buffer, limit: number): Pick<DecodedValue, 'text' | 'raw' | 'cut'> {
  const shown = bytes.subarray(0, Math.floor(limit / HEX_DUMP_LINE) * 16);
  return { text: hexDump(shown), raw: null, cut: shown.length < bytes.length };
}
