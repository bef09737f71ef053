import type { ShownError } from './shown-error.ts';

type Mail = { readonly email: string; readonly version?: string | undefined; readonly error?: ShownError | undefined };

const MAX_BODY = 1500; // Some mail programs refuse longer mailto addresses.

/** A mailto link: the user's own mail program opens with a draft that can be read and changed before it is sent. */
export function supportMailto({ email, version, error }: Mail): string {
  const subject = error === undefined ? 'Conduktor: ' : `Conduktor: ${error.message}`;
  const lines = [
    error === undefined ? '' : 'What I was doing:',
    '',
    '',
    ...(error === undefined ? [] : ['---', error.message, error.details]),
    ...(version === undefined ? [] : ['---', `Conduktor ${version}`]),
  ];
  const body = lines.join('\n').slice(0, MAX_BODY);
  return `mailto:${email}?subject=${encodeURIComponent(subject.slice(0, 150))}&body=${encodeURIComponent(body)}`;
}
