import { maskAssignments } from './mask-assignments.ts';
import { isBase64OfCredentials, maskBase64Credentials } from './base64-credentials.ts';
import { MASK } from './mask-words.ts';

type Redactor = (text: string) => string;

/** Each takes one form of secret out of a text, in time linear to its length. The order counts: big forms first. */
const REDACTORS: ReadonlyArray<Redactor> = [
  maskPrivateKeys,
  maskUrlUsers,
  maskAuthorization,
  maskAssignments,
  maskTokens,
  maskBase64Credentials,
];

/** The text without any password, token or key that can be told by its form. Users, hosts and paths stay. */
export function mask(text: string): string {
  return REDACTORS.reduce((masked, redact) => redact(masked), text);
}

/** PEM private keys, with real or written-out line breaks; one without an end hides the rest of the text. */
function maskPrivateKeys(text: string): string {
  const parts: string[] = [];
  let done = 0;
  for (let at = text.indexOf('-----BEGIN '); at >= 0; at = text.indexOf('-----BEGIN ', at + 1)) {
    const labelEnd = text.indexOf('-----', at + 11);
    if (labelEnd < 0 || labelEnd - at > 60 || !text.slice(at, labelEnd).includes('PRIVATE KEY')) continue;
    const endLine = text.indexOf('-----END ', labelEnd);
    const end = endLine < 0 ? -1 : text.indexOf('-----', endLine + 9);
    parts.push(text.slice(done, labelEnd + 5), MASK);
    done = end < 0 ? text.length : endLine;
    if (end < 0) break;
    at = end;
  }
  return parts.join('') + text.slice(done);
}

/** `scheme://user:password@host`: the password goes, also where it has characters that it should not. */
function maskUrlUsers(text: string): string {
  if (!text.includes('://') || !text.includes('@')) return text;
  return text
    .replaceAll(/(:\/\/[^\s/?#:@"'<>]{0,200}:)[^\s/?#"'<>]{1,300}@/g, `$1${MASK}@`)
    .replaceAll(/(:\/\/[^\s/?#:@"'<>]{0,200}:)(?!\d{1,5}(?:[/?#\s]|$))[^\s"'<>]{1,128}@/g, `$1${MASK}@`);
}

/** `Bearer …` and the like, without the header's name before it. */
function maskAuthorization(text: string): string {
  return text
    .replaceAll(/\b(bearer|negotiate|digest|apikey)(\s{1,4})[\w+/=.~-]{8,8192}/gi, `$1$2${MASK}`)
    .replaceAll(/\b(basic)(\s{1,4})([\w+/=-]{4,8192})/gi, (whole, name: string, blanks: string, value: string) =>
      isBase64OfCredentials(value) ? `${name}${blanks}${MASK}` : whole,
    );
}

/** JSON web tokens, wherever they stand. */
function maskTokens(text: string): string {
  if (!text.includes('eyJ')) return text;
  return text.replaceAll(/[\w.-]{20,}/g, (run) => {
    const start = run.indexOf('eyJ');
    return start >= 0 && run.indexOf('.', start) > 0 ? run.slice(0, start) + MASK : run;
  });
}
