import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { guessKafkaVersion } from './kafka-version.ts';
import type { HostPort, TlsSettings } from './engine.ts';

/** What a server said to a Kafka request; `bytes` is empty where it hung up without a word. */
export type ProbeAnswer =
  | {
      readonly kind: 'kafka';
      readonly apis: ReadonlyMap<number, number>;
      readonly saslError: number | null;
      readonly mechanisms: ReadonlyArray<string>;
    }
  | { readonly kind: 'closed'; readonly error: Error | undefined }
  | { readonly kind: 'silent' }
  | { readonly kind: 'other'; readonly bytes: Buffer };

const API_VERSIONS = 18;
const SASL_HANDSHAKE = 17;
const MAX_ANSWER = 64 * 1024;

/** Fails with ENOTFOUND and the like. */
export async function resolveName(host: string, timeoutMs: number): Promise<void> {
  if (isIP(host) !== 0) return;
  await within(lookup(host), timeoutMs);
}

export async function openTcp({ host, port }: HostPort, timeoutMs: number): Promise<Socket> {
  const socket = connectTcp({ host, port });
  return opened(socket, 'connect', timeoutMs);
}

/**
 * Opens TLS without judging the certificate: the caller reads `authorizationError` and the certificate itself. No
 * secret is ever sent on such a connection.
 */
export async function openTls(address: HostPort, tls: TlsSettings, timeoutMs: number): Promise<TLSSocket> {
  const serverName = tls.serverName ?? (isIP(address.host) === 0 ? address.host : undefined);
  const socket = connectTls({
    host: address.host,
    port: address.port,
    rejectUnauthorized: false,
    ...(tls.ca.length === 0 ? {} : { ca: [...tls.ca] }),
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
    ...(tls.key === undefined ? {} : { key: tls.key.reveal() }),
    ...(tls.keyPassphrase === undefined ? {} : { passphrase: tls.keyPassphrase.reveal() }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  });
  return opened(socket, 'secureConnect', timeoutMs);
}

/** Asks which requests the server knows and, with `mechanism`, whether it wants a password. Ends the connection. */
export async function askWhoIsThere(socket: Socket, timeoutMs: number, mechanism: string): Promise<ProbeAnswer> {
  const questions = [request(API_VERSIONS, Buffer.alloc(0)), request(SASL_HANDSHAKE, saslHandshake(mechanism))];
  const received: Buffer[] = [];
  const deadline = performance.now() + timeoutMs;
  try {
    for (const question of questions) {
      const answer = await exchange(socket, question, Math.max(50, deadline - performance.now()));
      if (Buffer.isBuffer(answer)) received.push(answer);
      else if (received.length === 0) return answer;
      else break;
    }
  } finally {
    socket.destroy();
  }
  const [versions, handshake] = received;
  if (versions === undefined) return { kind: 'silent' };
  return { kind: 'kafka', apis: readApis(versions), ...readHandshake(handshake) };
}

/** The release a broker seems to be, asked on a connection of its own; null where it cannot be had. */
export async function probeKafkaVersion(
  address: HostPort,
  tls: TlsSettings | undefined,
  timeoutMs: number,
): Promise<string | null> {
  try {
    const socket = tls === undefined ? await openTcp(address, timeoutMs) : await openTls(address, tls, timeoutMs);
    const answer = await askWhoIsThere(socket, timeoutMs, 'PLAIN');
    return answer.kind === 'kafka' ? guessKafkaVersion(answer.apis) : null;
  } catch {
    // The version is a nicety: the engine's own request says what is wrong with the connection.
    return null;
  }
}

function request(apiKey: number, body: Buffer): Buffer {
  const version = apiKey === API_VERSIONS ? 0 : 1;
  const head = Buffer.alloc(14);
  head.writeInt32BE(10 + body.length, 0);
  head.writeInt16BE(apiKey, 4);
  head.writeInt16BE(version, 6);
  head.writeInt32BE(apiKey, 8);
  head.writeInt16BE(-1, 12);
  return Buffer.concat([head, body]);
}

function saslHandshake(mechanism: string): Buffer {
  const body = Buffer.alloc(2 + mechanism.length);
  body.writeInt16BE(mechanism.length, 0);
  body.write(mechanism, 2, 'latin1');
  return body;
}

/** Sends one request and waits for one whole answer (without its length), or says what came instead. */
async function exchange(socket: Socket, question: Buffer, timeoutMs: number): Promise<Buffer | ProbeAnswer> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const finish = (answer: Buffer | ProbeAnswer): void => {
      clearTimeout(timer);
      socket.off('data', onData);
      socket.off('close', onClose);
      socket.off('error', onError);
      resolve(answer);
    };
    const timer = setTimeout(() => {
      finish(bytes.length === 0 ? { kind: 'silent' } : { kind: 'other', bytes });
    }, timeoutMs);
    let failure: Error | undefined;
    const onError = (error: Error): void => {
      failure = error;
    };
    const onClose = (): void => {
      finish(bytes.length === 0 ? { kind: 'closed', error: failure } : { kind: 'other', bytes });
    };
    const onData = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length < 8) return;
      const length = bytes.readInt32BE(0);
      // The answer repeats the number we gave the question: nothing but Kafka does that.
      const isAnswer = length >= 6 && length <= MAX_ANSWER && bytes.readInt32BE(4) === question.readInt32BE(8);
      if (!isAnswer) finish({ kind: 'other', bytes });
      else if (bytes.length >= 4 + length) finish(bytes.subarray(4, 4 + length));
    };
    socket.on('error', onError);
    socket.on('data', onData);
    socket.on('close', onClose);
    socket.write(question);
  });
}

/** Correlation id (4), error (2), count (4), then number, lowest and highest version of each. */
function readApis(answer: Buffer): ReadonlyMap<number, number> {
  const apis = new Map<number, number>();
  for (let at = 10; at + 6 <= answer.length; at += 6) apis.set(answer.readInt16BE(at), answer.readInt16BE(at + 4));
  return apis;
}

function readHandshake(answer: Buffer | undefined): { saslError: number | null; mechanisms: string[] } {
  if (answer === undefined || answer.length < 10) return { saslError: null, mechanisms: [] };
  const mechanisms: string[] = [];
  for (let at = 10; at + 2 <= answer.length;) {
    const length = answer.readInt16BE(at);
    mechanisms.push(answer.toString('latin1', at + 2, at + 2 + length));
    at += 2 + length;
  }
  return { saslError: answer.readInt16BE(4), mechanisms };
}

async function opened<T extends Socket>(socket: T, event: string, timeoutMs: number): Promise<T> {
  // After the promise has settled a late error must still find a listener.
  socket.on('error', () => undefined);
  try {
    await within(
      new Promise<void>((resolve, reject) => {
        socket.once(event, () => {
          resolve();
        });
        socket.once('error', reject);
        socket.once('close', () => {
          reject(new Error('Connection closed'));
        });
      }),
      timeoutMs,
    );
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
