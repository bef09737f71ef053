import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { errorEvent, type RawErrorEvent } from './error-event.ts';

const FACTS = {
  version: '1.2.3',
  platform: 'linux',
  arch: 'x64',
  bundles: '/opt/conduktor/dist',
  procedure: 'topics.list',
};
const ID = '0123456789abcdef0123456789abcdef';
/** What must not be in a report, in whatever part of the error it stood. */
const CANARIES = ['hunter2', 'orders-topic', 'broker-9.example.com', 'alice', '/home/'];

/** As a library makes it of an error, with everything such libraries put in. */
function raw(error: Error, frames: ReadonlyArray<object>): RawErrorEvent {
  return {
    event_id: ID,
    timestamp: 1700000000.25,
    message: error.message,
    server_name: 'alices-laptop',
    user: { username: 'alice', ip_address: '{{auto}}' },
    extra: { password: 'hunter2' },
    breadcrumbs: [{ message: 'opened orders-topic' }],
    contexts: { device: { name: 'alices-laptop' }, app: { cwd: '/home/alice' } },
    request: { url: 'https://alice:hunter2@broker-9.example.com/' },
    exception: { values: [{ type: error.name, value: error.message, stacktrace: { frames } }] },
  } as unknown as RawErrorEvent;
}

const LEAKY = Object.assign(new Error('SASL of alice:hunter2 failed on broker-9.example.com for orders-topic'), {
  code: 'ECONNREFUSED',
  config: { password: 'hunter2' },
});

/** The check: used on a report as it is, and on one that was let through as the library made it. */
function found(report: unknown): ReadonlyArray<string> {
  const text = JSON.stringify(report);
  return CANARIES.filter((canary) => text.includes(canary));
}

const FRAMES = [
  {
    filename: '/opt/conduktor/dist/main/start-core-a1b2.cjs',
    function: 'open orders-topic',
    lineno: 10,
    colno: 3,
    vars: { alice: 1 },
  },
  { filename: '/home/alice/orders-topic.js', function: 'alice', lineno: 1, colno: 1, context_line: 'hunter2' },
  { filename: 'node:internal/net', lineno: 5, colno: 6 },
];

test('a report has class, code and places, and nothing anybody typed @securityTest error-report-scrubbed', () => {
  const report = errorEvent(raw(LEAKY, FRAMES), LEAKY, FACTS);
  expect(report).toEqual({
    event_id: ID,
    timestamp: 1700000000,
    platform: 'node',
    level: 'error',
    release: 'conduktor@1.2.3',
    environment: 'production',
    tags: { code: 'ECONNREFUSED', os: 'linux', arch: 'x64', procedure: 'topics.list' },
    exception: {
      values: [
        {
          type: 'Error',
          value: 'ECONNREFUSED',
          stacktrace: {
            frames: [
              { filename: 'main/start-core-a1b2.cjs', lineno: 10, colno: 3, in_app: true },
              { filename: 'other', lineno: 0, colno: 0, in_app: false },
              { filename: 'node:internal/net', lineno: 5, colno: 6, in_app: false },
            ],
          },
        },
      ],
    },
  });
  expect(found(report)).toEqual([]);
});

test('twin: the event as the library made it would be caught by the same check', () => {
  expect(found(raw(LEAKY, FRAMES))).toEqual(CANARIES);
});

test('an expected failure gives its code, never its sentence', () => {
  const error = new AppError('TOPIC_NOT_FOUND', 'There is no orders-topic.', { context: { topic: 'orders-topic' } });
  const report = errorEvent(raw(error, []), error, FACTS);
  expect(report.tags['code']).toBe('TOPIC_NOT_FOUND');
  expect(report.exception.values[0]).toMatchObject({ type: 'AppError', value: 'TOPIC_NOT_FOUND' });
  expect(found(report)).toEqual([]);
});

test.each([
  ['a name made from data', Object.assign(new Error('x'), { name: 'orders-topic' })],
  ['a code made from data', Object.assign(new Error('x'), { code: 'orders-topic' })],
  ['an id that is no id', Object.assign(new Error('x'), {})],
])('%s does not get through', (_, error) => {
  const report = errorEvent({ ...raw(error, []), event_id: 'orders-topic' }, error, {
    ...FACTS,
    procedure: 'orders-topic',
  });
  expect(found(report)).toEqual([]);
});

test.each([
  '/opt/conduktor/dist/main/orders-topic alice.cjs',
  '/opt/conduktor/dist/../../home/alice/orders-topic.cjs',
  '/opt/conduktor/distance/orders-topic.cjs',
  'node:alice@broker-9.example.com',
  'file:///home/alice/orders-topic.cjs',
  String.raw`C:\Users\alice\orders-topic.cjs`,
])('a line that only looks like one of our stack (%s) names no file', (filename) => {
  const report = errorEvent(raw(LEAKY, [{ filename, lineno: 1, colno: 1 }]), LEAKY, FACTS);
  expect(report.exception.values[0]?.stacktrace.frames).toEqual([
    { filename: 'other', lineno: 0, colno: 0, in_app: false },
  ]);
});

test('our files are ours on Windows, too', () => {
  const filename = String.raw`C:\Program Files\Conduktor\dist\main\index.cjs`;
  const facts = { ...FACTS, bundles: String.raw`C:\Program Files\Conduktor\dist` };
  const report = errorEvent(raw(LEAKY, [{ filename, lineno: 1, colno: 1 }]), LEAKY, facts);
  expect(report.exception.values[0]?.stacktrace.frames[0]?.filename).toBe('main/index.cjs');
});
