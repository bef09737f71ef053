import type { DecodedValue, Preview } from '../../shared/contract/records.ts';
import type { Exact } from '../../shared/values/exact.ts';
import { decode, VALUE_TEXT_LIMIT } from './decode.ts';
import type { Part, RawHeaders } from './decoded.ts';
import type { Form, Input } from './forms.ts';
import { preview } from './preview.ts';
import type { Reading } from './reading.ts';

/** A part that has bytes. Making one sets a few fields; what is asked for is worked out then, and its value kept. */
export class LazyPart implements Part, Input {
  readonly bytes: Buffer;
  readonly headers: RawHeaders;
  readonly key: Buffer | null | undefined;
  readonly isPlainText: boolean;
  readonly textOnly: boolean;
  memo: Reading | null = null;
  private readonly form: Form;
  private known: Exact | undefined = undefined;

  constructor(form: Form, bytes: Buffer, headers: RawHeaders, key: Buffer | null | undefined) {
    this.form = form;
    this.bytes = bytes;
    this.headers = headers;
    this.key = key;
    this.isPlainText = form.isPlainText(bytes[0] ?? 0);
    this.textOnly = form.textOnly === true;
  }

  value(): Exact {
    if (this.known === undefined) this.known = this.form.value(this);
    return this.known;
  }

  text(): string {
    return this.form.text(this);
  }

  failure(): string | null {
    return this.form.failure(this);
  }

  preview(): Preview {
    return this.form.preview(this);
  }

  detail(limit = VALUE_TEXT_LIMIT): DecodedValue {
    return this.form.detail(this, limit);
  }
}

/** Null, and zero bytes: the same in every form. */
class FixedPart implements Part {
  readonly bytes: Buffer | null;
  readonly isPlainText = true;

  constructor(bytes: Buffer | null) {
    this.bytes = bytes;
  }

  value(): Exact {
    return this.bytes === null ? null : '';
  }

  text(): string {
    return '';
  }

  failure(): string | null {
    return null;
  }

  preview(): Preview {
    return preview(this.bytes);
  }

  detail(): DecodedValue {
    return decode(this.bytes);
  }
}

export const NULL_PART: Part = new FixedPart(null);
export const EMPTY_PART: Part = new FixedPart(Buffer.alloc(0));
