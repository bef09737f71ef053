import { AppError, type ErrorCode } from '../../shared/errors.ts';
import type { About, Evidence } from './error-evidence.ts';
import { addressText, contextOf } from './error-words.ts';

type Failure = {
  readonly code: ErrorCode;
  readonly message: (about: About) => string;
  readonly hint: string;
  readonly retryable?: boolean;
};

const CA_HINT = "Add the certificate authority that signed it (PEM or truststore) to this cluster's TLS settings.";

const UNTRUSTED: Failure = {
  code: 'TLS_UNTRUSTED',
  message: (about) =>
    `The certificate of the broker${addressText(about)} is not signed by an authority that is trusted here.`,
  hint: CA_HINT,
};

const REFUSED: Failure = {
  code: 'CONNECTION_REFUSED',
  message: (about) => `Nothing answers${addressText(about)}: the connection was refused.`,
  hint: 'Check the port, and that the broker runs.',
  retryable: true,
};

const UNKNOWN_HOST: Failure = {
  code: 'HOST_UNKNOWN',
  message: (about) => `The host name ${about.host ?? 'of the broker'} cannot be found.`,
  hint: 'Check its spelling, your VPN and your DNS.',
  retryable: true,
};

const LOST: Failure = {
  code: 'CONNECTION_LOST',
  message: (about) => `The connection to the broker${addressText(about)} was lost.`,
  hint: 'Try again. If it happens each time, check that the protocol (with or without TLS) fits the port.',
  retryable: true,
};

const TIMED_OUT: Failure = {
  code: 'TIMEOUT',
  message: (about) => `The broker${addressText(about)} did not answer in time.`,
  hint: 'Check the address, your VPN and firewalls, and whether the port expects TLS.',
  retryable: true,
};

const UNREACHABLE: Failure = {
  code: 'CONNECTION_REFUSED',
  message: (about) => `There is no way to the broker${addressText(about)} from this computer.`,
  hint: 'Check your network and VPN.',
  retryable: true,
};

/** Codes of Node's sockets and of TLS, most telling first: a tree often holds several. */
const FAILURES: ReadonlyArray<readonly [RegExp, Failure]> = [
  [
    /^CERT_HAS_EXPIRED$/,
    {
      code: 'TLS_EXPIRED',
      message: (about) => `The certificate of the broker${addressText(about)} has expired.`,
      hint: 'Whoever runs the broker must renew it.',
    },
  ],
  [
    /^CERT_NOT_YET_VALID$/,
    {
      code: 'TLS_EXPIRED',
      message: (about) => `The certificate of the broker${addressText(about)} is not valid yet.`,
      hint: 'Check the clock of this computer.',
    },
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    {
      code: 'TLS_HOST_MISMATCH',
      message: (about) => `The certificate of the broker${addressText(about)} is made out to another name.`,
      hint: 'Use the name in the certificate, or set "server name" in the TLS settings of this cluster.',
    },
  ],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE)$/,
    UNTRUSTED,
  ],
  [
    /^ERR_SSL_.*CERTIFICATE_REQUIRED$/,
    {
      code: 'TLS_CLIENT_CERT_REQUIRED',
      message: (about) => `The broker${addressText(about)} asks for a client certificate.`,
      hint: "Add your certificate and key (PEM or keystore) to this cluster's TLS settings.",
    },
  ],
  [
    /^ERR_SSL_.*ALERT_.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/,
    {
      code: 'TLS_CLIENT_CERT_REQUIRED',
      message: (about) => `The broker${addressText(about)} did not accept the client certificate.`,
      hint: 'Check that it is the right one, still valid, and signed by an authority the broker trusts.',
    },
  ],
  [
    /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL)$|^EPROTO$/,
    {
      code: 'NOT_KAFKA',
      message: (about) => `The server${addressText(about)} does not speak TLS.`,
      hint: 'Choose a protocol without TLS (PLAINTEXT or SASL_PLAINTEXT), or the port of the TLS listener.',
    },
  ],
  [
    /^ERR_OSSL_/,
    {
      code: 'TLS_MATERIAL',
      message: () => "The certificate, key or authority in this cluster's TLS settings cannot be used.",
      hint: 'Check that each file is the right one, complete, and that the passphrase of the key is right.',
    },
  ],
  [
    /^ERR_SSL_|^ERR_TLS_/,
    {
      code: 'TLS_FAILED',
      message: (about) => `No secure connection to the broker${addressText(about)} could be made.`,
      hint: 'The details name the step that failed.',
    },
  ],
  [/^(ENOTFOUND|EAI_AGAIN|EAI_\w+)$/, UNKNOWN_HOST],
  [/^ECONNREFUSED$/, REFUSED],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN)$/, UNREACHABLE],
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT)$/, TIMED_OUT],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_\w+|ERR_SOCKET_CLOSED)$/, LOST],
];

const NEEDS_TLS: Failure = {
  code: 'NOT_KAFKA',
  message: (about) => `The port${addressText(about)} expects TLS.`,
  hint: 'Choose a protocol with TLS (SSL or SASL_SSL).',
};

/** The same failures where the libraries tell them in words only. */
const WORDS: ReadonlyArray<readonly [RegExp, Failure]> = [
  [/Broker requires TLS/i, NEEDS_TLS],
  [/timed? ?out/i, TIMED_OUT],
  [/unexpected correlation|Received unexpected response|unexpected response with correlation/i, notKafkaFailure()],
  [
    /Connection closed|Closed connection|Connection error|disconnect|socket hang up|not connected|Connection pool is closed/i,
    LOST,
  ],
];

function notKafkaFailure(): Failure {
  return {
    code: 'NOT_KAFKA',
    message: (about) => `The server${addressText(about)} does not answer like a Kafka broker.`,
    hint: 'Check the host and port.',
  };
}

/** What the socket or TLS layer says went wrong. */
export function socketFailure(evidence: Evidence, about: About, cause: unknown): AppError | null {
  const byCode = FAILURES.find(([pattern]) => evidence.codes.some((code) => pattern.test(code)));
  const found = byCode ?? WORDS.find(([pattern]) => evidence.messages.some((message) => pattern.test(message)));
  if (found === undefined) return null;
  const [, failure] = found;
  return new AppError(failure.code, failure.message(about), {
    hint: failure.hint,
    retryable: failure.retryable ?? false,
    context: contextOf(about),
    cause,
  });
}
