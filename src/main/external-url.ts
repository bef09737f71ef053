// A name a person can judge: letters, digits, dots and hyphens, no punycode (homoglyphs), no bare number.
const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/;

/** The address in its plain form where it may be handed to the system's browser, else null. Only https to a named host. */
export function externalUrl(text: string): URL | null {
  // Control characters, spaces, backslashes and letters beyond ASCII are where parsers disagree about what is meant.
  if (text.length > 2048 || !/^https:\/\/[!-[\]-~]+$/i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  if (!HOST.test(url.hostname) || url.hostname.split('.').some((label) => label.startsWith('xn--'))) return null;
  return url;
}
