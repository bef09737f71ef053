/** Mail by the server the user set. Imported only when it is used. */
import type { Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import type { SmtpSettings } from '../../shared/contract/support.ts';
import { PRODUCT } from '../../shared/product.ts';
import type { Secret } from '../../shared/values/secret.ts';
import { smtpError } from './smtp-error.ts';

/** The way to the mail server: by the proxy and the certificates of Settings (core/network). */
export type MailWay = {
  connect(to: { readonly host: string; readonly port: number }): Promise<Socket>;
  /** Whom to trust, where the server's own settings name these authorities. PEM. */
  trusted(named: ReadonlyArray<string>): Promise<ReadonlyArray<string>>;
};

export type SmtpAccess = { readonly server: SmtpSettings; readonly password: Secret | null; readonly way: MailWay };

const CONNECT_LIMIT_MS = 15_000;
const SILENCE_LIMIT_MS = 60_000;

/** Sends these bytes; what the server answers is the answer. Rejects with an AppError. */
export async function sendBySmtp(access: SmtpAccess, message: Buffer): Promise<string> {
  const transport = await open(access);
  try {
    const envelope = { from: access.server.from, to: PRODUCT.supportEmail };
    const { response } = await transport.sendMail({ envelope, raw: message });
    return response;
  } catch (error) {
    throw smtpError(access.server, error);
  } finally {
    transport.close();
  }
}

/** Connects and signs in. */
export async function trySmtp(access: SmtpAccess): Promise<void> {
  const transport = await open(access);
  try {
    await transport.verify();
  } catch (error) {
    throw smtpError(access.server, error);
  } finally {
    transport.close();
  }
}

async function open({ server, password, way }: SmtpAccess) {
  const ca = await way.trusted(server.ca.trim() === '' ? [] : [server.ca]);
  return createTransport({
    // The library would open connections of its own, by no proxy.
    getSocket: (_options, done) =>
      void way.connect({ host: server.host, port: server.port }).then(
        (connection) => done(null, { connection }),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), false),
      ),
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    // Never on without protection where it was asked for.
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'none',
    ...(server.username === '' ? {} : { auth: { user: server.username, pass: password?.reveal() ?? '' } }),
    tls: { minVersion: 'TLSv1.2', ca: [...ca] },
    // Who we say we are: the library would give the name of this computer.
    name: '[127.0.0.1]',
    connectionTimeout: CONNECT_LIMIT_MS,
    greetingTimeout: CONNECT_LIMIT_MS,
    socketTimeout: SILENCE_LIMIT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
