import type { SupportForm } from '../../shared/contract/support.ts';
import { AppError } from '../../shared/errors.ts';
import { PRODUCT } from '../../shared/product.ts';
import type { Fact } from './facts.ts';

export type Attachment = {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
  readonly isText: boolean;
};

/** A mail before it has a form on the wire. The recipient is no part of it: there is only one. */
export type ComposedMail = {
  readonly subject: string;
  readonly text: string;
  readonly replyTo: string | null;
  readonly attachments: ReadonlyArray<Attachment>;
};

const TOPICS: Readonly<Record<SupportForm['topic'], string>> = {
  problem: 'Problem',
  question: 'Question',
  idea: 'Idea',
  security: 'Security',
  licence: 'Licence',
};

const SUBJECT_LIMIT = 80;

/** What the form says as a mail. Everything typed or carried along passes the masker; a picture cannot, so the user is shown it. */
export function composeMail(
  form: SupportForm,
  given: { readonly facts: ReadonlyArray<Fact>; readonly log: string | null; readonly mask: (text: string) => string },
): ComposedMail {
  const message = given.mask(form.message).trim();
  const error = given.mask(form.error).trim();
  const about = (message === '' ? error : message).split('\n', 1)[0] ?? '';
  const short = about.length > SUBJECT_LIMIT ? `${about.slice(0, SUBJECT_LIMIT).toWellFormed()}…` : about;
  const parts = [
    ...(message === '' ? [] : [message]),
    ...(error === '' ? [] : [`--- What failed ---\n${error}`]),
    `--- About this installation ---\n${given.facts.map(({ name, value }) => `${name}: ${value}`).join('\n')}`,
  ];
  return {
    subject: `${PRODUCT.name} ${TOPICS[form.topic].toLowerCase()}: ${short.replaceAll(/\p{Cc}/gu, ' ')}`,
    text: `${parts.join('\n\n')}\n`,
    replyTo: form.contact === '' ? null : form.contact,
    attachments: [...pictureOf(form), ...logOf(given.log)],
  };
}

const SIGNATURES = {
  'image/png': { bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], name: 'screenshot.png' },
  'image/jpeg': { bytes: [0xff, 0xd8, 0xff], name: 'screenshot.jpg' },
} as const;

function pictureOf({ picture }: SupportForm): ReadonlyArray<Attachment> {
  if (picture === null) return [];
  const content = Buffer.from(picture.base64, 'base64');
  const { bytes, name } = SIGNATURES[picture.type];
  if (!bytes.every((byte, at) => content[at] === byte)) {
    throw new AppError('BAD_INPUT', 'The picture is neither a PNG nor a JPEG file.', { hint: 'Choose another file.' });
  }
  return [{ name, type: picture.type, content, isText: false }];
}

function logOf(log: string | null): ReadonlyArray<Attachment> {
  if (log === null) return [];
  return [{ name: PRODUCT.logFile, type: 'text/plain', content: Buffer.from(log, 'utf8'), isText: true }];
}
