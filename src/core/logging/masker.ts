import type { Secret } from '../../shared/values/secret.ts';
import { createKnownSecrets } from './known-secrets.ts';
import { mask } from './mask.ts';
import { maskValue } from './mask-value.ts';

/** The one gate between the product and everything that is written down or shown about failures. */
export type Masker = {
  /** From now on this secret's text is masked wherever it turns up. */
  learn(secret: Secret): void;
  text(text: string): string;
  /** Any value as plain JSON data without secrets. */
  value(value: unknown): unknown;
};

export function createMasker(): Masker {
  const known = createKnownSecrets();
  const text = (plain: string) => mask(known.mask(plain));
  return {
    learn: (secret) => known.learn(secret.reveal()),
    text,
    value: (value) => maskValue(value, text),
  };
}
