import { AppError, type ErrorCode } from '../../shared/errors.ts';

type Known = { readonly code: ErrorCode; readonly says: (host: string) => string; readonly hint: string };

const ONLINE = 'Check the network connection, then try again.';
const CERTIFICATE = 'A proxy may be reading the traffic: ask who runs the network.';

/** By the codes of Node's sockets and TLS. */
const BY_CODE: Readonly<Record<string, Known>> = {
  ENOTFOUND: { code: 'HOST_UNKNOWN', says: (host) => `No computer is called ${host} on this network.`, hint: ONLINE },
  EAI_AGAIN: { code: 'HOST_UNKNOWN', says: (host) => `The name ${host} could not be looked up.`, hint: ONLINE },
  ECONNREFUSED: { code: 'CONNECTION_REFUSED', says: (host) => `${host} refuses the connection.`, hint: ONLINE },
  CERT_HAS_EXPIRED: {
    code: 'TLS_EXPIRED',
    says: (host) => `The certificate of ${host} has expired.`,
    hint: CERTIFICATE,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'TLS_HOST_MISMATCH',
    says: (host) => `The certificate shown for ${host} is for another host.`,
    hint: CERTIFICATE,
  },
};

const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_UNTRUSTED/;
const TIMED_OUT = /TIMEDOUT|TIMEOUT|TimeoutError/;
const BROKEN_OFF = /ECONNRESET|EPIPE|UND_ERR_SOCKET|EHOSTUNREACH|ENETUNREACH|terminated/;

/** A failed request, or a body that broke off, as one sentence. Never throws. */
export function networkError(url: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { host } = new URL(url);
  const traces = tracesOf(error);
  const known = traces.map((trace) => BY_CODE[trace]).find((entry) => entry !== undefined);
  const is = (pattern: RegExp) => traces.some((trace) => pattern.test(trace));
  const make = (code: ErrorCode, message: string, hint: string) =>
    new AppError(code, message, { hint, retryable: !code.startsWith('TLS_'), cause: error, context: { host } });
  if (known !== undefined) return make(known.code, known.says(host), known.hint);
  if (is(UNTRUSTED)) return make('TLS_UNTRUSTED', `The certificate of ${host} is not trusted here.`, CERTIFICATE);
  if (is(TIMED_OUT)) return make('TIMEOUT', `${host} did not answer in time.`, ONLINE);
  if (is(BROKEN_OFF)) return make('CONNECTION_LOST', `The connection to ${host} broke off.`, ONLINE);
  return make('DOWNLOAD_FAILED', `The request to ${host} failed: ${traces.at(-1) ?? 'no reason given'}.`, ONLINE);
}

/** Codes, names and messages of an error and its causes; undici keeps the telling one below. */
function tracesOf(error: unknown): ReadonlyArray<string> {
  const traces: string[] = [];
  let current = error;
  for (let depth = 0; depth < 10 && current instanceof Error; depth++) {
    if ('code' in current && typeof current.code === 'string') traces.push(current.code);
    traces.push(current.name, current.message);
    current = current.cause ?? ('errors' in current && Array.isArray(current.errors) ? current.errors[0] : undefined);
  }
  return traces.length > 0 ? traces : [String(error)];
}
