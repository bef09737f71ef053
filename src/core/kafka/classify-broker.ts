import { AppError, type AppErrorOptions, type ErrorCode } from '../../shared/errors.ts';
import type { About, Evidence } from './error-evidence.ts';
import { addressText, contextOf } from './error-words.ts';

type Answer = {
  readonly code: ErrorCode;
  readonly message: (about: About) => string;
  readonly hint?: string;
  readonly retryable?: boolean;
};

const MOVING = 'Try again in a moment.';

/** Kafka's protocol errors that a person can do something about, by number. */
const ANSWERS: ReadonlyMap<number, Answer> = new Map<number, Answer>([
  [
    1,
    {
      code: 'OFFSET_OUT_OF_RANGE',
      message: outOfRange,
      hint: 'Records before the start were deleted by retention; read from the start instead.',
    },
  ],
  [
    3,
    {
      code: 'TOPIC_NOT_FOUND',
      message: (a) => `${topic(a)} does not exist.`,
      hint: 'It may have been deleted, or you may not have the right to see it.',
    },
  ],
  [
    100,
    {
      code: 'TOPIC_NOT_FOUND',
      message: (a) => `${topic(a)} does not exist any more.`,
      hint: 'It was deleted, or deleted and created again.',
    },
  ],
  [
    5,
    {
      code: 'CONNECTION_LOST',
      message: (a) => `${partition(a)} has no leader at the moment.`,
      hint: MOVING,
      retryable: true,
    },
  ],
  [
    6,
    {
      code: 'CONNECTION_LOST',
      message: (a) => `${partition(a)} moved to another broker.`,
      hint: MOVING,
      retryable: true,
    },
  ],
  [74, { code: 'CONNECTION_LOST', message: (a) => `${partition(a)} has a new leader.`, hint: MOVING, retryable: true }],
  [
    75,
    {
      code: 'CONNECTION_LOST',
      message: (a) => `${partition(a)} has a leader that is not ready yet.`,
      hint: MOVING,
      retryable: true,
    },
  ],
  [
    76,
    {
      code: 'CONNECTION_LOST',
      message: (a) => `${partition(a)} has a leader that is behind.`,
      hint: MOVING,
      retryable: true,
    },
  ],
  [
    7,
    { code: 'TIMEOUT', message: () => 'The broker ran out of time for this request.', hint: MOVING, retryable: true },
  ],
  [8, { code: 'CONNECTION_LOST', message: () => 'The broker is not available.', hint: MOVING, retryable: true }],
  [
    9,
    {
      code: 'CONNECTION_LOST',
      message: (a) => `A replica of ${partition(a).toLowerCase()} is not available.`,
      hint: MOVING,
      retryable: true,
    },
  ],
  [
    10,
    {
      code: 'BAD_INPUT',
      message: () => 'A record is larger than the topic allows.',
      hint: 'See the topic setting max.message.bytes.',
    },
  ],
  [
    13,
    {
      code: 'CONNECTION_LOST',
      message: () => 'The broker lost its connection to another broker.',
      hint: MOVING,
      retryable: true,
    },
  ],
  [
    14,
    { code: 'KAFKA_ERROR', message: () => 'The group coordinator is still loading.', hint: MOVING, retryable: true },
  ],
  [
    15,
    { code: 'KAFKA_ERROR', message: () => 'The group coordinator is not available.', hint: MOVING, retryable: true },
  ],
  [
    16,
    {
      code: 'KAFKA_ERROR',
      message: () => 'The group coordinator moved to another broker.',
      hint: MOVING,
      retryable: true,
    },
  ],
  [
    17,
    {
      code: 'BAD_INPUT',
      message: (a) => `${topic(a)} has a name that Kafka does not allow.`,
      hint: 'Letters, digits, dot, dash and underscore; at most 249.',
    },
  ],
  [
    19,
    {
      code: 'KAFKA_ERROR',
      message: () => 'Too few in-sync replicas to accept the record.',
      hint: 'A broker is down or behind; nothing was written.',
      retryable: true,
    },
  ],
  [
    20,
    {
      code: 'KAFKA_ERROR',
      message: () => 'The record was written, but too few replicas have it.',
      hint: 'It may be there twice if it is sent again.',
      retryable: true,
    },
  ],
  [
    29,
    {
      code: 'ACCESS_DENIED',
      message: (a) =>
        `You do not have the right to use ${topic(a).toLowerCase() === 'the topic' ? 'the topic' : topic(a)}.`,
      hint: 'Ask for an ACL that allows it.',
    },
  ],
  [
    30,
    {
      code: 'ACCESS_DENIED',
      message: () => 'You do not have the right to use this consumer group.',
      hint: 'Ask for an ACL on the group.',
    },
  ],
  [
    31,
    {
      code: 'ACCESS_DENIED',
      message: () => 'You do not have the right to do this on the cluster.',
      hint: 'Ask for an ACL on the cluster.',
    },
  ],
  [
    33,
    {
      code: 'AUTH_UNSUPPORTED',
      message: (a) => `The broker${addressText(a)} does not offer this SASL mechanism.`,
      hint: 'Choose another mechanism: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.',
    },
  ],
  [
    34,
    {
      code: 'AUTH_UNSUPPORTED',
      message: (a) => `The broker${addressText(a)} does not expect a password here.`,
      hint: 'Its listener has no SASL: choose a protocol without SASL, or another port.',
    },
  ],
  [
    35,
    {
      code: 'UNSUPPORTED',
      message: (a) => `The broker${addressText(a)} does not know this version of the request.`,
      hint: 'It may be too old for this.',
    },
  ],
  [36, { code: 'BAD_INPUT', message: (a) => `${topic(a)} already exists.` }],
  [37, { code: 'BAD_INPUT', message: () => 'The number of partitions is not allowed.' }],
  [
    38,
    {
      code: 'BAD_INPUT',
      message: () => 'The number of replicas is not allowed.',
      hint: 'It cannot exceed the number of brokers.',
    },
  ],
  [40, { code: 'BAD_INPUT', message: () => 'A topic setting is not valid.' }],
  [41, { code: 'CONNECTION_LOST', message: () => 'The cluster has a new controller.', hint: MOVING, retryable: true }],
  [44, { code: 'ACCESS_DENIED', message: () => 'The cluster has a policy against this.' }],
  [58, { code: 'AUTH_FAILED', message: passwordRefused, hint: 'Check the user name, the password and the mechanism.' }],
  [
    73,
    {
      code: 'UNSUPPORTED',
      message: () => 'Deleting topics is switched off on this cluster.',
      hint: 'See the broker setting delete.topic.enable.',
    },
  ],
]);

/** The failure that the broker named, if it named one. */
export function brokerAnswer(evidence: Evidence, about: About, cause: unknown): AppError | null {
  const mechanismRefused = evidence.kafkaCodes.includes(33) || saysMechanismUnsupported(evidence);
  const authFailed = evidence.kafkaCodes.includes(58) || saysPasswordRefused(evidence);
  const named = evidence.names.includes('KafkaJSGroupCoordinatorNotFound') ? 15 : undefined;
  const number = mechanismRefused ? 33 : authFailed ? 58 : (evidence.kafkaCodes.find((code) => code !== 0) ?? named);
  if (number === undefined) return null;
  const answer = ANSWERS.get(number);
  const said = evidence.brokerMessages.at(-1);
  if (answer === undefined) return otherAnswer(evidence, about, { cause, said, number });
  const context = { ...contextOf(about), kafkaError: number, ...(said === undefined ? {} : { brokerSaid: said }) };
  const options: AppErrorOptions = { hint: answer.hint, retryable: answer.retryable ?? false, context, cause };
  const detail = answer.code === 'BAD_INPUT' && said !== undefined ? ` (${said})` : '';
  return new AppError(answer.code, `${answer.message(about)}${detail}`, options);
}

type Other = { readonly cause: unknown; readonly said: string | undefined; readonly number: number };

function otherAnswer(evidence: Evidence, about: About, { cause, said, number }: Other): AppError {
  const reason = said ?? evidence.messages.at(-1) ?? `error ${String(number)}`;
  return new AppError('KAFKA_ERROR', `The broker${addressText(about)} refused this: ${reason}`, {
    context: { ...contextOf(about), kafkaError: number },
    cause,
  });
}

/** kafkajs and the SCRAM exchange name these only in words. */
function saysPasswordRefused(evidence: Evidence): boolean {
  const isAuthError =
    evidence.codes.includes('PLT_KFK_AUTHENTICATION') || evidence.names.includes('KafkaJSSASLAuthenticationError');
  return isAuthError && !evidence.codes.some((code) => code.startsWith('E') || code.startsWith('ERR_'));
}

function saysMechanismUnsupported(evidence: Evidence): boolean {
  return evidence.messages.some((message) =>
    /mechanism .*(not supported|is not enabled)|suitable SASL mechanism/i.test(message),
  );
}

function topic(about: About): string {
  return about.topic === undefined ? 'The topic' : `Topic "${about.topic}"`;
}

function partition(about: About): string {
  if (about.partition === undefined)
    return about.topic === undefined ? 'A partition' : `A partition of "${about.topic}"`;
  return `Partition ${String(about.partition)}${about.topic === undefined ? '' : ` of "${about.topic}"`}`;
}

function outOfRange(about: About): string {
  return `${partition(about)} does not hold the asked offset.`;
}

function passwordRefused(about: About): string {
  const user = about.username === undefined ? '' : ` for user ${about.username}`;
  return `The broker${addressText(about)} rejected the password${user}.`;
}
