import type { TLSSocket } from 'node:tls';
import { AppError } from '../../shared/errors.ts';
import { classify } from './classify.ts';
import type { ConnectionSettings, HostPort } from './engine.ts';
import { addressText } from './error-words.ts';
import { askWhoIsThere, openTcp, openTls, resolveName, type ProbeAnswer } from './probe.ts';

const KAFKA_SAYS_NO_SASL_HERE = 34;
const TLS_RECORD_TYPES = new Set([0x14, 0x15, 0x16, 0x17]);

/**
 * Looks for the true cause of a failed connection, step by step: name → connection → TLS → first answer. Sends no user
 * name and no password. Returns null where everything seems right.
 */
export async function diagnose(
  settings: ConnectionSettings,
  address: HostPort,
  limitMs: number,
): Promise<AppError | null> {
  const deadline = performance.now() + limitMs;
  const left = (): number => Math.max(100, deadline - performance.now());
  try {
    await resolveName(address.host, left());
    (await openTcp(address, left())).destroy();
    return settings.tls === undefined
      ? await diagnosePlain(settings, address, left)
      : await diagnoseTls(settings, address, left);
  } catch (error) {
    return classify(error, address);
  }
}

type Left = () => number;

async function diagnosePlain(settings: ConnectionSettings, address: HostPort, left: Left): Promise<AppError | null> {
  const answer = await askWhoIsThere(await openTcp(address, left()), left() * 0.6, mechanismOf(settings));
  if (answer.kind === 'kafka') return diagnoseSasl(settings, address, answer);
  if (answer.kind === 'silent') return silent(address);
  if (answer.kind === 'other' && looksLikeTls(answer.bytes)) return expectsTls(settings, address);
  if (answer.kind === 'other') return notKafka(address, answer.bytes);
  if (await speaksTls(address, left() * 0.8)) return expectsTls(settings, address);
  return notKafka(address, Buffer.alloc(0));
}

async function diagnoseTls(settings: ConnectionSettings, address: HostPort, left: Left): Promise<AppError | null> {
  const tls = settings.tls ?? { ca: [] };
  let socket: TLSSocket;
  try {
    socket = await openTls(address, tls, left() * 0.5);
  } catch (error) {
    return (await speaksPlainKafka(address, left() * 0.8))
      ? speaksPlain(settings, address)
      : classifyHandshake(settings, address, error);
  }
  if (!socket.authorized) return certificateProblem(socket, address);
  const answer = await askWhoIsThere(socket, left() * 0.6, mechanismOf(settings));
  if (answer.kind === 'kafka') return diagnoseSasl(settings, address, answer);
  if (answer.kind === 'silent') return silent(address);
  // With TLS 1.3 a broker refuses a missing client certificate only after the handshake, by an alert or by hanging up.
  if (answer.kind === 'closed') return classifyHandshake(settings, address, answer.error);
  return notKafka(address, answer.bytes);
}

/** The certificate is at hand, so the sentence can name what is wrong with it. */
function certificateProblem(socket: TLSSocket, address: HostPort): AppError {
  const problem: unknown = socket.authorizationError;
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  const code = problem instanceof Error && 'code' in problem ? problem.code : problem;
  const known = classify({ code, message: problem instanceof Error ? problem.message : String(problem) }, address);
  const where = `The certificate of the broker${addressText(address)}`;
  if (known.code === 'TLS_EXPIRED' && code === 'CERT_HAS_EXPIRED') {
    return reworded(known, `${where} expired on ${day(certificate.valid_to)}.`);
  }
  if (known.code === 'TLS_EXPIRED')
    return reworded(known, `${where} is not valid before ${day(certificate.valid_from)}.`);
  if (known.code === 'TLS_HOST_MISMATCH') {
    const names = certificate.subjectaltname ?? nameOf(certificate.subject);
    return reworded(known, `${where} is made out to another name (${names}).`);
  }
  if (known.code === 'TLS_UNTRUSTED') {
    const issuer = nameOf(certificate.issuer);
    return reworded(known, `${where} is signed by "${issuer}", which is not trusted here.`);
  }
  return known;
}

/** A handshake that the broker broke off. Without a certificate of ours, that is the likeliest reason. */
function classifyHandshake(settings: ConnectionSettings, address: HostPort, error: unknown): AppError {
  const known = classify(error ?? new Error('Connection closed'), address);
  const isAlert = known.code === 'TLS_CLIENT_CERT_REQUIRED';
  const hasCertificate = settings.tls?.certificate !== undefined;
  if (!hasCertificate && (isAlert || known.code === 'CONNECTION_LOST')) {
    return new AppError(
      'TLS_CLIENT_CERT_REQUIRED',
      `The broker${addressText(address)} asks for a client certificate.`,
      {
        hint: "Add your certificate and key (PEM or keystore) to this cluster's TLS settings.",
        context: { ...address },
        cause: error,
      },
    );
  }
  if (!isAlert) return known;
  return reworded(known, `The broker${addressText(address)} did not accept the client certificate.`);
}

function diagnoseSasl(
  settings: ConnectionSettings,
  address: HostPort,
  answer: Extract<ProbeAnswer, { kind: 'kafka' }>,
): AppError | null {
  const wantsPassword = answer.saslError !== null && answer.saslError !== KAFKA_SAYS_NO_SASL_HERE;
  const offered = answer.mechanisms.join(', ');
  if (settings.sasl === undefined && wantsPassword) {
    return new AppError('AUTH_FAILED', `The broker${addressText(address)} asks for a user name and a password.`, {
      hint: `Choose ${settings.tls === undefined ? 'SASL_PLAINTEXT' : 'SASL_SSL'}; it offers ${offered}.`,
      context: { ...address },
    });
  }
  if (settings.sasl !== undefined && answer.saslError === 33) {
    const message = `The broker${addressText(address)} does not offer ${settings.sasl.mechanism}.`;
    return new AppError('AUTH_UNSUPPORTED', message, { hint: `It offers ${offered}.`, context: { ...address } });
  }
  return null;
}

function mechanismOf(settings: ConnectionSettings): string {
  return settings.sasl?.mechanism ?? 'PLAIN';
}

function looksLikeTls(bytes: Buffer): boolean {
  return bytes.length >= 3 && TLS_RECORD_TYPES.has(bytes[0] ?? 0) && bytes[1] === 3;
}

async function speaksTls(address: HostPort, timeoutMs: number): Promise<boolean> {
  try {
    (await openTls(address, { ca: [] }, timeoutMs)).destroy();
    return true;
  } catch (error) {
    // A broker that speaks TLS but refuses us ends the handshake with an alert.
    return error instanceof Error && 'code' in error && /ALERT/.test(String(error.code));
  }
}

async function speaksPlainKafka(address: HostPort, timeoutMs: number): Promise<boolean> {
  const socket = await openTcp(address, timeoutMs);
  return (await askWhoIsThere(socket, timeoutMs, 'PLAIN')).kind === 'kafka';
}

function expectsTls(settings: ConnectionSettings, address: HostPort): AppError {
  const protocol = settings.sasl === undefined ? 'SSL' : 'SASL_SSL';
  return new AppError('NOT_KAFKA', `The port${addressText(address)} expects TLS.`, {
    hint: `Choose the protocol ${protocol}.`,
    context: { ...address },
  });
}

function speaksPlain(settings: ConnectionSettings, address: HostPort): AppError {
  const protocol = settings.sasl === undefined ? 'PLAINTEXT' : 'SASL_PLAINTEXT';
  return new AppError('NOT_KAFKA', `The broker${addressText(address)} does not use TLS on this port.`, {
    hint: `Choose the protocol ${protocol}, or the port of its TLS listener.`,
    context: { ...address },
  });
}

function notKafka(address: HostPort, bytes: Buffer): AppError {
  const isHttp = /^HTTP\/|^<!doctype|^<html/i.test(bytes.toString('latin1', 0, 20));
  const what = isHttp ? 'is a web server, not a Kafka broker' : 'does not answer like a Kafka broker';
  return new AppError('NOT_KAFKA', `The server${addressText(address)} ${what}.`, {
    hint: isHttp ? 'Enter the port of a Kafka listener (often 9092 or 9093).' : 'Check the host and port.',
    context: { ...address },
  });
}

function silent(address: HostPort): AppError {
  return new AppError('TIMEOUT', `The server${addressText(address)} accepts the connection but says nothing.`, {
    hint: 'Check the port; a firewall or proxy may stand in between.',
    retryable: true,
    context: { ...address },
  });
}

function reworded(error: AppError, message: string): AppError {
  return new AppError(error.code, message, {
    hint: error.hint,
    retryable: error.retryable,
    context: error.context,
    cause: error.cause,
  });
}

function nameOf(subject: { readonly CN?: string | string[]; readonly O?: string | string[] }): string {
  return String(subject.CN ?? subject.O ?? 'an unnamed authority');
}

/** "Mar 1 12:00:00 2026 GMT" as 2026-03-01. */
function day(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toISOString().slice(0, 10);
}
