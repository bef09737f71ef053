import type { SmtpSettings } from '../../shared/contract/support.ts';
import { AppError } from '../../shared/errors.ts';
import { networkError } from '../network/index.ts';

/** What a mail server, or the way to it, failed with, as one sentence. */
export function smtpError({ host, port, username, tls }: SmtpSettings, error: unknown): AppError {
  const known = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in known && typeof known.code === 'string' ? known.code : '';
  const answer = 'response' in known && typeof known.response === 'string' ? known.response.slice(0, 300) : '';
  const where = `${host}:${String(port)}`;
  const make = (kind: 'AUTH_FAILED' | 'TLS_FAILED' | 'MAIL_FAILED', message: string, hint: string) =>
    new AppError(kind, message, { hint, retryable: kind === 'MAIL_FAILED', cause: error, context: { host: where } });
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return make(
      'AUTH_FAILED',
      `${where} refuses the user name or the password of ${username}.`,
      'Check both; nothing was sent.',
    );
  }
  if (code === 'ETLS') {
    return make(
      'TLS_FAILED',
      `${where} offers no protected connection.`,
      'Choose TLS from the first byte, or another port.',
    );
  }
  if (answer !== '')
    return make('MAIL_FAILED', `${where} does not take the mail: ${answer}`, 'Check the address it is sent from.');
  const seen = networkError(`smtp://${where}`, withOwnCode(known));
  if (seen.code !== 'DOWNLOAD_FAILED') {
    const hint = seen.code === 'TLS_FAILED' ? otherTls(tls) : HINTS[seen.code];
    return new AppError(seen.code, seen.message, {
      hint: hint ?? seen.hint,
      retryable: seen.retryable,
      cause: error,
      context: seen.context,
    });
  }
  return make(
    'MAIL_FAILED',
    `The mail could not be handed to ${where}.`,
    'Check the network connection, then try again.',
  );
}

const HINTS: Readonly<Record<string, string>> = {
  TLS_UNTRUSTED: 'Add the CA certificate of your mail server in its settings, or in Settings → Network.',
  TIMEOUT: 'Check host and port; mail servers often listen on 465 or 587.',
};

function otherTls(tls: SmtpSettings['tls']): string {
  return tls === 'implicit'
    ? 'Choose STARTTLS, or the port for TLS (often 465).'
    : 'Choose TLS, or the port for STARTTLS (often 587).';
}

/** nodemailer puts a code of its own over the socket's, and keeps that one beside it. */
function withOwnCode(error: Error): Error {
  const code = 'originalCode' in error ? error.originalCode : undefined;
  return typeof code === 'string' ? Object.assign(new Error(error.message, { cause: error }), { code }) : error;
}
