/** Mails as bytes. Imported only when a mail is prepared: nodemailer is not needed before. */
import MailComposer from 'nodemailer/lib/mail-composer';
import { PRODUCT } from '../../shared/product.ts';
import type { ComposedMail } from './compose.ts';

export type MessageOptions = {
  /** Null where the mail program fills it in. */
  readonly from: string | null;
  /** Marks it as a draft: Outlook, Thunderbird and others open it for writing (`X-Unsent`). */
  readonly isDraft: boolean;
  readonly date: Date;
  readonly id: string;
};

/** The mail by RFC 5322, and its header block as text. */
export async function buildMessage(mail: ComposedMail, { from, isDraft, date, id }: MessageOptions): Promise<Buffer> {
  const message = new MailComposer({
    ...(from === null ? {} : { from }),
    to: PRODUCT.supportEmail,
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
    subject: mail.subject,
    text: mail.text,
    textEncoding: 'quoted-printable',
    date,
    // Made up by us: the library would put the name of this computer into it.
    messageId: `<${id}@${PRODUCT.folder}.invalid>`,
    headers: isDraft ? { 'X-Unsent': '1' } : {},
    attachments: mail.attachments.map(({ name, type, content }) => ({
      filename: name,
      contentType: type,
      content,
      contentTransferEncoding: 'base64' as const,
    })),
    newline: '\r\n',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return message.build();
}

/** Everything before the first empty line. */
export function headersOf(message: Buffer): string {
  const end = message.indexOf('\r\n\r\n');
  return message.subarray(0, end < 0 ? message.length : end).toString('utf8');
}
