import { AppError, type ErrorCode } from '../../shared/errors.ts';

type Known = { readonly code: ErrorCode; readonly says: (host: string) => string; readonly hint: string };

const ONLINE = 'Check the network connection, then try again.';
const CERTIFICATE = 'A proxy may be reading the traffic: ask who runs the network.';
const OWN_CERTIFICATE = 'Check the client certificate and its key: the server decides which ones it takes.';

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
  CERT_NOT_YET_VALID: {
    code: 'TLS_EXPIRED',
    says: (host) => `The certificate of ${host} is not valid yet.`,
    hint: 'Check the clock of this computer.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'TLS_HOST_MISMATCH',
    says: (host) => `The certificate shown for ${host} is for another host.`,
    hint: CERTIFICATE,
  },
};

const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_UNTRUSTED/;
const TIMED_OUT = /TIMEDOUT|TIMEOUT|TimeoutError/;
const WANTS_CERTIFICATE = /ALERT_CERTIFICATE_REQUIRED/;
const REFUSES_CERTIFICATE = /ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_(UNKNOWN|EXPIRED|REVOKED))/;
const NOT_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNEXPECTED_MESSAGE|HTTP_REQUEST/;
const TLS_BROKEN = /ERR_SSL_|^EPROTO$/;
const NOT_HTTP = /^HPE_/;
const BROKEN_OFF = /ECONNRESET|EPIPE|UND_ERR_SOCKET|EHOSTUNREACH|ENETUNREACH|terminated|Z_BUF_ERROR/;

type Rule = readonly [pattern: RegExp, code: ErrorCode, says: (host: string) => string, hint: string];

/** The first that fits. */
const RULES: ReadonlyArray<Rule> = [
  [UNTRUSTED, 'TLS_UNTRUSTED', (host) => `The certificate of ${host} is not trusted here.`, CERTIFICATE],
  [
    WANTS_CERTIFICATE,
    'TLS_CLIENT_CERT_REQUIRED',
    (host) => `${host} asks for a client certificate.`,
    'Add the certificate and its key.',
  ],
  [
    REFUSES_CERTIFICATE,
    'TLS_CLIENT_CERT_REQUIRED',
    (host) => `${host} does not accept the client certificate.`,
    OWN_CERTIFICATE,
  ],
  [NOT_TLS, 'TLS_FAILED', (host) => `${host} does not speak TLS on this port.`, 'Try http:// or another port.'],
  [TLS_BROKEN, 'TLS_FAILED', (host) => `${host} ended the TLS handshake.`, OWN_CERTIFICATE],
  [TIMED_OUT, 'TIMEOUT', (host) => `${host} did not answer in time.`, ONLINE],
  [BROKEN_OFF, 'CONNECTION_LOST', (host) => `The connection to ${host} broke off.`, ONLINE],
  [NOT_HTTP, 'DOWNLOAD_FAILED', (host) => `${host} answers, but not as a web server does.`, 'Check the port.'],
];

/** A failed request, or a body that broke off, as one sentence. Never throws. */
export function networkError(url: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { host } = new URL(url);
  const traces = tracesOf(error);
  const known = traces.map((trace) => BY_CODE[trace]).find((entry) => entry !== undefined);
  const make = (code: ErrorCode, message: string, hint: string) =>
    new AppError(code, message, { hint, retryable: !code.startsWith('TLS_'), cause: error, context: { host } });
  if (known !== undefined) return make(known.code, known.says(host), known.hint);
  const rule = RULES.find(([pattern]) => traces.some((trace) => pattern.test(trace)));
  if (rule !== undefined) return make(rule[1], rule[2](host), rule[3]);
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
