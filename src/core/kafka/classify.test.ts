import { expect, test } from 'vitest';
import { AppError, ERROR_CODES } from '../../shared/errors.ts';
import { classify } from './classify.ts';

const ABOUT = { host: 'kafka.example', port: 9093, username: 'alice' };

/** An error as Node and both libraries make them: fields on an Error. */
function failed(message: string, fields: object = {}): Error {
  return Object.assign(new Error(message), fields);
}

function wrapped(inner: Error): Error {
  const middle = failed('Connection to kafka.example:9093 failed.', { code: 'PLT_KFK_NETWORK', cause: inner });
  return failed('Cannot connect to any broker.', { code: 'PLT_KFK_MULTIPLE', errors: [middle] });
}

const TABLE: ReadonlyArray<readonly [name: string, error: unknown, code: string, message: string]> = [
  ['a refused connection', failed('connect', { code: 'ECONNREFUSED' }), 'CONNECTION_REFUSED', 'refused'],
  ['an unknown host', failed('getaddrinfo', { code: 'ENOTFOUND' }), 'HOST_UNKNOWN', 'kafka.example cannot be found'],
  ['a DNS that is away', failed('getaddrinfo', { code: 'EAI_AGAIN' }), 'HOST_UNKNOWN', 'cannot be found'],
  ['a timeout of the socket', failed('connect', { code: 'ETIMEDOUT' }), 'TIMEOUT', 'did not answer in time'],
  ['a timeout in words', failed('Request timed out', { code: 'PLT_KFK_NETWORK' }), 'TIMEOUT', 'in time'],
  ['a reset', failed('read', { code: 'ECONNRESET' }), 'CONNECTION_LOST', 'was lost'],
  ['a broken pipe', failed('write', { code: 'EPIPE' }), 'CONNECTION_LOST', 'was lost'],
  ['a closed connection', failed('Connection closed', { code: 'PLT_KFK_NETWORK' }), 'CONNECTION_LOST', 'was lost'],
  ['no route', failed('connect', { code: 'EHOSTUNREACH' }), 'CONNECTION_REFUSED', 'no way to the broker'],
  ['an expired certificate', failed('x', { code: 'CERT_HAS_EXPIRED' }), 'TLS_EXPIRED', 'has expired'],
  ['a certificate of the future', failed('x', { code: 'CERT_NOT_YET_VALID' }), 'TLS_EXPIRED', 'not valid yet'],
  ['a self-signed certificate', failed('x', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'TLS_UNTRUSTED', 'not signed by'],
  ['a self-signed chain', failed('x', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'TLS_UNTRUSTED', 'not signed by'],
  ['an unknown issuer', failed('x', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }), 'TLS_UNTRUSTED', 'not signed by'],
  ['a missing issuer', failed('x', { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }), 'TLS_UNTRUSTED', 'not signed by'],
  ['another host', failed('x', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'TLS_HOST_MISMATCH', 'another name'],
  [
    'an alert for a certificate (TLS 1.3)',
    failed('x', { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }),
    'TLS_CLIENT_CERT_REQUIRED',
    'asks for a client certificate',
  ],
  [
    'an alert for a bad certificate (OpenSSL 3.5)',
    failed('x', { code: 'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE' }),
    'TLS_CLIENT_CERT_REQUIRED',
    'did not accept',
  ],
  [
    'an alert for an unknown authority',
    failed('x', { code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' }),
    'TLS_CLIENT_CERT_REQUIRED',
    'did not accept',
  ],
  ['plain text where TLS was spoken', failed('x', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }), 'NOT_KAFKA', 'speak TLS'],
  ['TLS where plain text was spoken', failed('Broker requires TLS.'), 'NOT_KAFKA', 'expects TLS'],
  ['another TLS failure', failed('x', { code: 'ERR_SSL_NO_SHARED_CIPHER' }), 'TLS_FAILED', 'No secure connection'],
  ['a key that cannot be read', failed('x', { code: 'ERR_OSSL_BAD_DECRYPT' }), 'TLS_MATERIAL', 'cannot be used'],
  [
    'a wrong password (platformatic)',
    failed('SASL authentication failed.', { code: 'PLT_KFK_AUTHENTICATION', cause: failed('', { apiCode: 58 }) }),
    'AUTH_FAILED',
    'The broker at kafka.example:9093 rejected the password for user alice.',
  ],
  [
    'a wrong password (kafkajs)',
    failed('SASL PLAIN authentication failed', { name: 'KafkaJSSASLAuthenticationError' }),
    'AUTH_FAILED',
    'rejected the password for user alice',
  ],
  [
    'an unknown mechanism (platformatic)',
    failed('Cannot find a suitable SASL mechanism.', { code: 'PLT_KFK_AUTHENTICATION' }),
    'AUTH_UNSUPPORTED',
    'does not offer',
  ],
  [
    'an unknown mechanism (kafkajs)',
    failed('SASL SCRAM-SHA-512 mechanism is not supported by the server', { name: 'KafkaJSSASLAuthenticationError' }),
    'AUTH_UNSUPPORTED',
    'does not offer',
  ],
  ['an unknown topic', failed('x', { apiCode: 3 }), 'TOPIC_NOT_FOUND', 'does not exist'],
  ['an unknown topic (kafkajs)', failed('x', { type: 'UNKNOWN_TOPIC', code: 3 }), 'TOPIC_NOT_FOUND', 'does not exist'],
  ['a topic id that is gone', failed('x', { apiCode: 100 }), 'TOPIC_NOT_FOUND', 'any more'],
  ['an offset out of range', failed('x', { apiCode: 1 }), 'OFFSET_OUT_OF_RANGE', 'does not hold'],
  ['no right on a topic', failed('x', { apiCode: 29 }), 'ACCESS_DENIED', 'right'],
  ['no right on the cluster', failed('x', { apiCode: 31 }), 'ACCESS_DENIED', 'cluster'],
  ['a partition without leader', failed('x', { apiCode: 5 }), 'CONNECTION_LOST', 'no leader'],
  ['a moved leader', failed('x', { apiCode: 6 }), 'CONNECTION_LOST', 'moved'],
  ['an error number we do not word', failed('x', { apiCode: 87 }), 'KAFKA_ERROR', 'refused this: x'],
  ['an error nobody knows', failed('something odd'), 'KAFKA_ERROR', 'something odd'],
  ['a text', 'thrown text', 'KAFKA_ERROR', 'thrown text'],
  ['nothing', undefined, 'KAFKA_ERROR', 'no reason was given'],
];

test.each(TABLE)('classifies %s', (_, error, code, message) => {
  const known = classify(error, ABOUT);
  expect({ code: known.code, says: known.message.includes(message) || known.message }).toEqual({ code, says: true });
});

test.each(TABLE.filter(([, error]) => error instanceof Error))(
  'finds %s below two wrappers, in causes and in collected errors',
  (_, error, code) => {
    expect(classify(wrapped(error as Error), ABOUT).code).toBe(code);
  },
);

test('prefers the reason of a broken connection to the words around it', () => {
  const inner = failed('certificate has expired', { code: 'CERT_HAS_EXPIRED' });
  expect(classify(failed('Connection closed, timed out', { cause: inner })).code).toBe('TLS_EXPIRED');
});

test('does not take a connection lost while logging in for a wrong password', () => {
  const cause = failed('read ECONNRESET', { code: 'ECONNRESET' });
  const error = failed('SASL authentication failed.', { code: 'PLT_KFK_AUTHENTICATION', cause });
  expect(classify(error).code).toBe('CONNECTION_LOST');
});

test('keeps an AppError as it is, also when a library has wrapped it', () => {
  const known = new AppError('TOPIC_NOT_FOUND', 'gone');
  expect(classify(known)).toBe(known);
  expect(classify(failed('outer', { cause: known }))).toBe(known);
});

test('names topic and partition, and keeps them as facts', () => {
  const known = classify({ apiCode: 1 }, { topic: 'orders', partition: 4 });
  expect(known.message).toBe('Partition 4 of "orders" does not hold the asked offset.');
  expect(known.context).toEqual({ topic: 'orders', partition: 4, kafkaError: 1 });
});

test('adds what the broker said where the input was wrong', () => {
  const error = { apiCode: 40, serverErrorMessage: 'Unknown topic config name: nope' };
  expect(classify(error).message).toBe('A topic setting is not valid. (Unknown topic config name: nope)');
});

test('never throws, whatever it is given', () => {
  const cyclic = failed('round') as Error & { cause?: unknown; errors?: unknown };
  cyclic.cause = cyclic;
  cyclic.errors = [cyclic, null, 7, { errors: 'no list' }];
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error('no access');
      },
    },
  );
  const odd = [cyclic, hostile, null, 0, Symbol('s'), 10n, () => 1, { code: {}, apiCode: 'x' }, Object.create(null)];
  for (const error of odd) expect(ERROR_CODES).toContain(classify(error).code);
});

test('never throws on random error trees', () => {
  const seed = Date.now() % 2 ** 31;
  let state = seed;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % below;
  };
  const leaf = (): unknown =>
    [undefined, null, '', 'ECONNREFUSED', -1, 58, NaN, {}, [], Symbol.iterator, 'x'.repeat(1000)][random(11)];
  const tree = (depth: number): unknown => {
    if (depth === 0) return leaf();
    const error = random(2) === 0 ? new Error('e') : {};
    for (const key of ['code', 'apiCode', 'type', 'name', 'message', 'cause', 'errors', 'originalError']) {
      if (random(3) > 0) continue;
      const value = key === 'errors' ? Array.from({ length: random(4) }, () => tree(depth - 1)) : tree(depth - 1);
      Object.defineProperty(error, key, { value, configurable: true, writable: true });
    }
    return error;
  };
  for (let round = 0; round < 2000; round++) {
    expect(ERROR_CODES, `seed ${String(seed)} round ${String(round)}`).toContain(classify(tree(4)).code);
  }
});

test('marks what may work again', () => {
  const again = (fields: object): boolean => classify(failed('x', fields)).retryable;
  expect([again({ code: 'ECONNREFUSED' }), again({ apiCode: 6 }), again({ code: 'ETIMEDOUT' })]).toEqual([
    true,
    true,
    true,
  ]);
  expect([again({ apiCode: 58 }), again({ code: 'CERT_HAS_EXPIRED' }), again({ apiCode: 3 })]).toEqual([
    false,
    false,
    false,
  ]);
});
