import type { ValueFormat } from '../../shared/contract/serdes.ts';
import type { Exact } from '../../shared/values/exact.ts';

/** How a reading is shown, copied and searched. */
export type Show =
  /** The value as JSON: formats that are decoded. */
  | { readonly kind: 'tree' }
  /** This text, as it is. */
  | { readonly kind: 'text'; readonly text: string }
  /** This JSON as written; the panel indents it. */
  | { readonly kind: 'json'; readonly text: string }
  /** The bytes in hexadecimal. */
  | { readonly kind: 'bytes' };

/** What a key, value or header turned out to be. */
export type Reading = {
  readonly format: ValueFormat;
  readonly value: Exact;
  readonly show: Show;
  /** Why it is shown as it is. */
  readonly reason: string;
  /** Why the form that was chosen or recognised could not be decoded. */
  readonly failure: string | null;
  readonly schema: string | null;
  /** What the panel adds to the reason; may take its time. */
  readonly more?: () => string;
};

/** The bytes as they are, with no claim that they should have been something else. */
export function bytesReading(bytes: Buffer, reason: string): Reading {
  return { format: 'bytes', value: bytes, show: { kind: 'bytes' }, reason, failure: null, schema: null };
}

/** What was chosen or recognised could not be decoded. */
export function failedReading(bytes: Buffer, failure: string, schema: string | null = null): Reading {
  return { format: 'bytes', value: bytes, show: { kind: 'bytes' }, reason: failure, failure, schema };
}
