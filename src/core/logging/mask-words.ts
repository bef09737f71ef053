export const MASK = '•••';

const SENSITIVE = String.raw`passw(?:or)?d|passphrase|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|authorization|cookie|sasl[._-]?jaas`;

const SENSITIVE_NAME = new RegExp(`${SENSITIVE}|^pass$|^auth$`, 'i');

/** True where a field of this name holds something that must not be read. */
export function isSensitiveName(name: string): boolean {
  return name.length <= 200 && SENSITIVE_NAME.test(name);
}

/**
 * A sensitive name and what stands between it and its value. No part of it is unbounded, so that a long run of
 * look-alikes costs no more than its length.
 */
export const SENSITIVE_ASSIGNMENT = new RegExp(
  `(?:${SENSITIVE}|\\bpass(?=[\\\\"']{0,4}\\s?[=:])|[?&]code(?==))[\\w.-]{0,32}(?:[\\\\"']{0,4}\\s{0,4}(?:=>|[:=]|%3[aAdD])\\s{0,4}|(?<=--[\\w.-]{1,64})\\s{1,4})`,
  'gi',
);

/** Names whose value goes on over blanks, to the end of its line. */
export const WHOLE_LINE = /^(?:authorization|cookie)/i;
