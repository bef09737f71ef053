import { PRODUCT } from '../shared/product.ts';

// A name a person can judge: letters, digits, dots and hyphens, no punycode (homoglyphs), no bare number.
const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Mail programs and Windows' command line cut or refuse longer ones. */
const MAIL_LIMIT = 2000;

/** The address in its plain form where it may be handed to the system's browser, else null. Only https to a named host. */
export function externalUrl(text: string): URL | null {
  // Control characters, spaces, backslashes and letters beyond ASCII are where parsers disagree about what is meant.
  if (text.length > 2048 || !/^https:\/\/[!-[\]-~]+$/i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  if (!HOST.test(url.hostname) || url.hostname.split('.').some((label) => label.startsWith('xn--'))) return null;
  return url;
}

/** A draft to our own support address where it may be handed to the mail program, else null: subject and body, nothing else. */
export function supportMail(text: string): URL | null {
  if (text.length > MAIL_LIMIT || !/^mailto:[!-[\]-~]+$/i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'mailto:' || url.pathname !== PRODUCT.supportEmail || url.hash !== '') return null;
  const fields = [...url.searchParams.keys()];
  return fields.every((field) => field === 'subject' || field === 'body') ? url : null;
}

/** A sign-in page on this computer itself, as a demo, a test or a developer has one. By the address: names may lead anywhere. */
const ON_THIS_COMPUTER = /^http:\/\/(127\.0\.0\.1|\[::1\]):\d{1,5}\/[!-[\]-~]*$/;

/** The address of a sign-in page where it may be handed to the system's browser, else null. */
export function signInUrl(text: string): string | null {
  if (text.length <= 2048 && ON_THIS_COMPUTER.test(text) && URL.canParse(text)) return new URL(text).href;
  return externalUrl(text)?.href ?? null;
}
