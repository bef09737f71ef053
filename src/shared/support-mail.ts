import { PRODUCT } from './product.ts';

/** Mail programs and Windows' command line cut or refuse longer links. */
export const MAILTO_LIMIT = 2000;

/** A link that opens a draft to our support address in the user's own mail program; `isCut`: the text did not fit. */
export function supportMailto(subject: string, text: string): { readonly url: string; readonly isCut: boolean } {
  const head = `mailto:${PRODUCT.supportEmail}?subject=${encode(subject.slice(0, 150))}&body=`;
  const body = encode(text);
  if (head.length + body.length <= MAILTO_LIMIT) return { url: head + body, isCut: false };
  // The longest beginning that fits; encoded characters differ in length, so it is looked for.
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (head.length + encode(text.slice(0, middle)).length <= MAILTO_LIMIT) fits = middle;
    else tooLong = middle;
  }
  return { url: head + encode(text.slice(0, fits)), isCut: true };
}

/** Half a character at a cut would make `encodeURIComponent` throw. Lines end as RFC 6068 wants them. */
function encode(text: string): string {
  return encodeURIComponent(
    text
      .replaceAll(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
      .replaceAll(/\r?\n/g, '\r\n'),
  );
}
