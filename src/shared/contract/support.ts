import { z } from 'zod';
import { procedure, SecretInput, TimestampMs } from './meta.ts';

export const SUPPORT_TOPICS = ['problem', 'question', 'idea', 'security', 'licence'] as const;

/** No control characters: a line end in a header would be another header. */
const OneLine = z.string().regex(/^\P{Cc}*$/u, 'One line only');
const MailAddress = OneLine.max(254).pipe(z.email('An address such as ann@example.com'));
const NoAddress = z.literal('');

/** Bytes of a screenshot. A window on a large screen fits; a message to support should not be larger. */
export const PICTURE_LIMIT = 1_000_000;

const Fields = {
  topic: z.enum(SUPPORT_TOPICS),
  message: z.string().max(20_000),
  /** Where the answer goes; without one it goes to wherever the mail came from. */
  contact: z.union([NoAddress, MailAddress]),
  attachLog: z.boolean(),
  /** What failed: sentence, code and details of an error. Masked before it goes anywhere. */
  error: z.string().max(8_000),
};

/** A form that was not sent. Texts are masked, and a picture is never kept: it may show records. */
export const SupportDraft = z.strictObject({
  ...Fields,
  id: z.string().max(64),
  savedAt: TimestampMs,
  contact: z.string().max(254),
});
export type SupportDraft = Readonly<z.infer<typeof SupportDraft>>;

export const SupportForm = z.strictObject({
  ...Fields,
  picture: z
    .strictObject({ type: z.enum(['image/png', 'image/jpeg']), base64: z.base64().max((PICTURE_LIMIT * 4) / 3 + 4) })
    .nullable(),
});
export type SupportForm = Readonly<z.infer<typeof SupportForm>>;

/**
 * How the mail leaves: a draft file opened in the mail program or downloaded by the browser, a `mailto:` link (which
 * cannot carry attachments), or our own connection to the mail server that was set.
 */
export const SupportWay = z.enum(['mail-program', 'download', 'mailto', 'smtp']);
export type SupportWay = z.infer<typeof SupportWay>;

export const SmtpSettings = z.strictObject({
  host: z.string().regex(/^[\w.:-]{1,253}$/, 'A host name, such as smtp.example.com'),
  port: z.int().min(1).max(65_535),
  /** `implicit`: TLS from the first byte; `starttls`: TLS before anything is said, or no mail; `none`: open, no sign-in. */
  tls: z.enum(['implicit', 'starttls', 'none']),
  username: OneLine.max(254),
  from: MailAddress,
  /** PEM of who vouches for the server; empty: the list that comes with the runtime. */
  ca: z.string().max(200_000),
});
export type SmtpSettings = Readonly<z.infer<typeof SmtpSettings>>;

const SmtpInput = z.strictObject({ server: SmtpSettings, password: SecretInput });

export const SupportInfo = z.object({
  recipient: z.string(),
  /** Those that work here, the usual one first. */
  ways: z.array(SupportWay),
  canCapture: z.boolean(),
  /** About this installation: goes with every mail. */
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  drafts: z.array(SupportDraft),
  smtp: SmtpSettings.nullable(),
  hasSmtpPassword: z.boolean(),
});
export type SupportInfo = z.infer<typeof SupportInfo>;

export const MailAttachment = z.object({
  name: z.string(),
  type: z.string(),
  bytes: z.int(),
  /** The whole of it where it is a text. */
  text: z.string().nullable(),
});
export type MailAttachment = z.infer<typeof MailAttachment>;

/** The mail as it will leave. What is sent is this one, by its id, and no other. */
export const SupportMail = z.object({
  id: z.string(),
  way: SupportWay,
  /** The header block, byte for byte; for `mailto` what the link says. */
  headers: z.string(),
  text: z.string(),
  attachments: z.array(MailAttachment),
  /** All of it, encoded. */
  bytes: z.int(),
});
export type SupportMail = z.infer<typeof SupportMail>;

export const SupportOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('draft-opened'), file: z.string() }),
  z.object({ kind: z.literal('download'), name: z.string(), base64: z.string() }),
  /** `files` are to be added by hand; they lie in `folder` until the app closes. */
  z.object({ kind: z.literal('mailto'), url: z.string(), folder: z.string().nullable(), files: z.array(z.string()) }),
  z.object({ kind: z.literal('sent'), answer: z.string() }),
]);
export type SupportOutcome = z.infer<typeof SupportOutcome>;

/** Mail to support: prepared, looked at, and only then sent. */
export const supportContract = {
  info: procedure('app', 'read').output(SupportInfo),
  /** A picture of our own window as it is now. */
  capture: procedure('app', 'read').output(z.object({ type: z.literal('image/png'), base64: z.string() })),
  prepare: procedure('app', 'read')
    .input(z.strictObject({ form: SupportForm, way: SupportWay }))
    .output(SupportMail),
  /** Sends the mail that was prepared, and forgets the draft it came from. */
  send: procedure('app', 'configure')
    .input(z.strictObject({ id: z.string().max(64), draftId: z.string().max(64).nullable() }))
    .output(SupportOutcome),
  saveDraft: procedure('app', 'configure')
    .input(z.strictObject({ id: z.string().max(64).nullable(), form: SupportForm }))
    .output(z.object({ id: z.string() })),
  deleteDraft: procedure('app', 'configure').input(z.strictObject({ id: z.string().max(64) })),
  saveSmtp: procedure('app', 'configure').input(
    z.strictObject({ server: SmtpSettings.nullable(), password: SecretInput }),
  ),
  /** Connects and signs in; no mail is sent. */
  testSmtp: procedure('app', 'read')
    .input(SmtpInput)
    .output(z.object({ answer: z.string() })),
};
