import path from 'node:path';
import type {
  SmtpSettings,
  SupportForm,
  SupportInfo,
  SupportMail,
  SupportOutcome,
  SupportWay,
} from '../../shared/contract/support.ts';
import type { SecretInput } from '../../shared/contract/meta.ts';
import { PICTURE_LIMIT } from '../../shared/contract/support.ts';
import { AppError } from '../../shared/errors.ts';
import { PRODUCT } from '../../shared/product.ts';
import { supportMailto } from '../../shared/support-mail.ts';
import { Secret } from '../../shared/values/secret.ts';
import type { ProductSecrets, SupportStore } from '../settings/index.ts';
import { composeMail, type ComposedMail } from './compose.ts';
import type { DraftFolder } from './draft-folder.ts';
import type { Fact } from './facts.ts';
import { readLogTail } from './log-tail.ts';
import type { MailWay } from './smtp.ts';

export type SupportOptions = {
  readonly host: 'desktop' | 'console';
  readonly store: SupportStore;
  readonly secrets: ProductSecrets;
  readonly mask: (text: string) => string;
  readonly logFile: string;
  readonly facts: ReadonlyArray<Fact>;
  readonly folder: DraftFolder;
  /** Opens a draft file in the mail program. Absent where the host has no way to. */
  readonly openMailDraft?: ((file: string) => Promise<void>) | undefined;
  /** Our own window as PNG. */
  readonly captureWindow?: (() => Promise<Uint8Array>) | undefined;
  /** How a mail server is reached. */
  readonly way: MailWay;
  readonly clock: () => number;
  readonly newId: () => string;
};

export type Support = {
  info(): Promise<SupportInfo>;
  capture(): Promise<{ readonly type: 'image/png'; readonly base64: string }>;
  prepare(form: SupportForm, way: SupportWay): Promise<SupportMail>;
  send(id: string, draftId: string | null): Promise<SupportOutcome>;
  saveDraft(id: string | null, form: SupportForm): Promise<{ readonly id: string }>;
  deleteDraft(id: string): Promise<void>;
  saveSmtp(server: SmtpSettings | null, password: SecretInput): Promise<void>;
  testSmtp(server: SmtpSettings, password: SecretInput): Promise<{ readonly answer: string }>;
  /** Removes the files other programs were given. */
  close(): Promise<void>;
};

const DRAFT_FILE = 'Conduktor support.eml';
const PASSWORD = 'supportMailPassword';
/** Mails that wait to be sent; who prepares more has forgotten the first. */
const MAX_PREPARED = 4;

type Prepared = { readonly mail: SupportMail; readonly composed: ComposedMail; readonly message: Buffer | null };

export function createSupport(options: SupportOptions): Support {
  return new MailToSupport(options);
}

class MailToSupport implements Support {
  readonly #options: SupportOptions;
  readonly #prepared = new Map<string, Prepared>();

  constructor(options: SupportOptions) {
    this.#options = options;
  }

  async info(): Promise<SupportInfo> {
    const { store, facts, captureWindow } = this.#options;
    return {
      recipient: PRODUCT.supportEmail,
      ways: this.#ways(),
      canCapture: captureWindow !== undefined,
      facts: [...facts],
      drafts: [...store.drafts()],
      smtp: store.smtp(),
      hasSmtpPassword: (await this.#storedPassword()) !== null,
    };
  }

  async capture(): Promise<{ readonly type: 'image/png'; readonly base64: string }> {
    const { captureWindow } = this.#options;
    if (captureWindow === undefined) {
      throw new AppError('UNSUPPORTED', 'A browser does not let a page take its own picture.', {
        hint: 'Take a screenshot with your system and attach the file.',
      });
    }
    const picture = await captureWindow();
    if (picture.byteLength > PICTURE_LIMIT) {
      throw new AppError('UNSUPPORTED', 'The picture of this window is too large for a mail.', {
        hint: 'Make the window smaller, or attach a file.',
      });
    }
    return { type: 'image/png', base64: Buffer.from(picture).toString('base64') };
  }

  async prepare(form: SupportForm, way: SupportWay): Promise<SupportMail> {
    const { facts, mask, logFile, clock, newId } = this.#options;
    if (!this.#ways().includes(way)) throw notHere();
    if (form.message.trim() === '' && form.error.trim() === '') {
      throw new AppError('BAD_INPUT', 'The message is empty.', { hint: 'Write what happened, or what you need.' });
    }
    const log = form.attachLog ? await readLogTail(logFile, mask) : null;
    const composed = composeMail(form, { facts, log, mask });
    const id = newId();
    // Dynamic, as all of nodemailer: nobody waits at the start for what a few will use.
    const { buildMessage, headersOf } = await import('./build-message.ts');
    const isDraft = way === 'mail-program' || way === 'download';
    const from = way === 'smtp' ? (this.#options.store.smtp()?.from ?? null) : null;
    const message =
      way === 'mailto' ? null : await buildMessage(composed, { from, isDraft, date: new Date(clock()), id });
    const attachments = composed.attachments.map(({ name, type, content, isText }) => ({
      name,
      type,
      bytes: content.length,
      text: isText ? content.toString('utf8') : null,
    }));
    const headers =
      message === null ? `To: ${PRODUCT.supportEmail}\r\nSubject: ${composed.subject}` : headersOf(message);
    const bytes = message?.length ?? Buffer.byteLength(composed.text);
    const mail = { id, way, headers, text: composed.text, attachments, bytes };
    this.#prepared.set(id, { mail, composed, message });
    for (const old of [...this.#prepared.keys()].slice(0, -MAX_PREPARED)) this.#prepared.delete(old);
    return mail;
  }

  async send(id: string, draftId: string | null): Promise<SupportOutcome> {
    const prepared = this.#prepared.get(id);
    if (prepared === undefined) {
      throw new AppError('BAD_INPUT', 'This mail is not known any more.', { hint: 'Look at it again, then send it.' });
    }
    const outcome = await this.#leave(prepared);
    this.#prepared.delete(id);
    if (draftId !== null) await this.deleteDraft(draftId);
    return outcome;
  }

  async saveDraft(id: string | null, form: SupportForm): Promise<{ readonly id: string }> {
    const { store, mask, clock, newId } = this.#options;
    const { topic, contact, attachLog } = form;
    const draft = { topic, contact, attachLog, message: mask(form.message), error: mask(form.error) };
    const known = id ?? newId();
    await store.saveDraft({ ...draft, id: known, savedAt: clock() });
    return { id: known };
  }

  deleteDraft(id: string): Promise<void> {
    return this.#options.store.deleteDraft(id);
  }

  async saveSmtp(server: SmtpSettings | null, input: SecretInput): Promise<void> {
    const password = server === null ? null : await this.#password(input);
    if (server !== null) refuseOpenPassword(server, password);
    await this.#options.secrets.write(PASSWORD, password ?? new Secret(''));
    await this.#options.store.saveSmtp(server);
  }

  async testSmtp(server: SmtpSettings, input: SecretInput): Promise<{ readonly answer: string }> {
    const password = await this.#password(input);
    refuseOpenPassword(server, password);
    const { trySmtp } = await import('./smtp.ts');
    await trySmtp({ server, password, way: this.#options.way });
    return { answer: `${server.host} takes mail${server.username === '' ? '' : ` from ${server.username}`}.` };
  }

  async close(): Promise<void> {
    await this.#options.folder.remove();
  }

  #ways(): SupportWay[] {
    const { host, store, openMailDraft } = this.#options;
    return [
      ...(openMailDraft === undefined ? [] : (['mail-program'] as const)),
      ...(host === 'console' ? (['download'] as const) : []),
      'mailto',
      ...(store.smtp() === null ? [] : (['smtp'] as const)),
    ];
  }

  async #leave({ mail, composed, message }: Prepared): Promise<SupportOutcome> {
    const { openMailDraft, folder } = this.#options;
    if (message === null) return this.#leaveByLink(composed);
    switch (mail.way) {
      case 'mail-program': {
        if (openMailDraft === undefined) throw notHere();
        const [file = ''] = await folder.write([{ name: DRAFT_FILE, content: message }]);
        await openMailDraft(file);
        return { kind: 'draft-opened', file };
      }
      case 'download':
        return { kind: 'download', name: DRAFT_FILE, base64: message.toString('base64') };
      case 'smtp': {
        const server = this.#options.store.smtp();
        if (server === null) throw notHere();
        const { sendBySmtp } = await import('./smtp.ts');
        const access = { server, password: await this.#storedPassword(), way: this.#options.way };
        const answer = await sendBySmtp(access, message);
        return { kind: 'sent', answer };
      }
      case 'mailto':
        return this.#leaveByLink(composed);
    }
  }

  /** A link carries neither files nor long texts: they are put where they can be added by hand. */
  async #leaveByLink({ subject, text, attachments }: ComposedMail): Promise<SupportOutcome> {
    const { url, isCut } = supportMailto(subject, text);
    const whole = { name: 'message.txt', content: Buffer.from(text, 'utf8') };
    const byHand = [...(isCut ? [whole] : []), ...attachments];
    const files = byHand.length === 0 ? [] : await this.#options.folder.write(byHand);
    const [first] = files;
    return { kind: 'mailto', url, folder: first === undefined ? null : path.dirname(first), files: [...files] };
  }

  async #storedPassword(): Promise<Secret | null> {
    const secret = await this.#options.secrets.read(PASSWORD);
    return secret === null || secret.isEmpty ? null : secret;
  }

  async #password(input: SecretInput): Promise<Secret | null> {
    if (input.kind === 'keep') return this.#storedPassword();
    return input.kind === 'set' && !input.value.isEmpty ? input.value : null;
  }
}

function notHere(): AppError {
  return new AppError('UNSUPPORTED', 'The mail cannot leave this way here.', { hint: 'Choose another way.' });
}

function refuseOpenPassword({ tls }: SmtpSettings, password: Secret | null): void {
  if (tls !== 'none' || password === null) return;
  throw new AppError('BAD_INPUT', 'A password is not sent over an open connection.', {
    hint: 'Choose TLS or STARTTLS, or remove the password.',
  });
}
