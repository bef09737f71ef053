export const MASK = '•••';

const SENSITIVE = String.raw`passw(?:or)?d|passphrase|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|authorization|cookie|sasl[._-]?jaas`;

const SENSITIVE_NAME = new RegExp(`${SENSITIVE}|^pass$|^auth$`, 'i');

/** True where a field of this name holds something that must not be read. */
export function isSensitiveName(name: string): boolean {
  return name.length <= 200 && SENSITIVE_NAME.test(name);
}

/** Quotes as they stand in text, in JSON, and in JSON inside JSON. */
const QUOTES = String.raw`[\\"']`;
const ASSIGN = String.raw`${QUOTES}{0,8}\s{0,4}(?:=>|[:=]|%3[aAdD])\s{0,4}`;
/** `["name","value"]` and `{"name":"name","value":"value"}`, as lists of headers and settings are written. */
const PAIR = String.raw`${QUOTES}{1,8}\s?,\s?(?:${QUOTES}{1,8}values?${QUOTES}{1,8}\s?:\s?)?(?=${QUOTES})`;
const OPTION = String.raw`(?<=--[\w.-]{1,64})\s{1,4}`;

/**
 * A sensitive name and what stands between it and its value. No part of it is unbounded, so that a long run of
 * look-alikes costs no more than its length.
 */
export const SENSITIVE_ASSIGNMENT = new RegExp(
  String.raw`(?:${SENSITIVE}|\bpass(?=${QUOTES}{0,8}\s?[=:])|[?&]code(?==))[\w.-]{0,32}(?:${ASSIGN}|${PAIR}|${OPTION})`,
  'gi',
);

/** Names whose value goes on over blanks, to the end of its line. */
export const WHOLE_LINE = /^(?:authorization|cookie)/i;
