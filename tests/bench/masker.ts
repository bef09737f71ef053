/**
 * What masking costs a log line: ordinary lines, lines about failures with secrets in them, and hostile ones, through a
 * masker that has learnt forty secrets. Processor time, so that a busy machine counts for less. Prints a JSON line a figure.
 */
import { createMasker } from '../../src/core/logging/index.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import { print } from './lib/figures.ts';

/** RELIABILITY.md check 39. */
const TARGET_MICROS_PER_KB = 20;
const ROUNDS = 9;
const BYTES_A_ROUND = 2_000_000;

const masker = createMasker();
for (let count = 0; count < 40; count += 1) masker.learn(new Secret(`secret number ${count} "x" ${count * 7919}`));

const ORDINARY = JSON.stringify({
  time: '2026-11-21T00:00:00.000Z',
  level: 'info',
  room: 'kafka',
  event: 'connection.open',
  clusterId: 'a3f1c9d2-1111-2222-3333-444455556666',
  broker: 'broker-1.example.com:9092',
  latencyMs: 12.3,
  path: '/home/bob/certs/client.pem',
  stack:
    'Error: x\n    at Object.<anonymous> (/opt/conduktor/app.asar/dist/main/index.cjs:12:34)\n    at run (file:1:1)',
});
const FAILURE = JSON.stringify({
  ...(JSON.parse(ORDINARY) as object),
  error: 'GET https://bob:pa55@registry:8081/subjects?token=abc failed',
  config: { 'sasl.jaas.config': 'PlainLoginModule required username="bob" password="pa55";' },
  headers: { authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJib2IifQ.c2lnbmF0dXJl' },
});
const HOSTILE = 'password'.repeat(50) + '://a:'.repeat(50) + 'QUJD'.repeat(100) + '\\"'.repeat(50);

/** Microseconds of processor time for each KB, in the best of the rounds: what else runs here can only add to it. */
function microsPerKb(text: string, work: (text: string) => unknown = masker.text): number {
  const times = Math.max(1, Math.round(BYTES_A_ROUND / text.length));
  const kilobytes = (times * text.length) / 1024;
  const results = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    for (let count = 0; count < times; count += 1) work(text);
    return process.cpuUsage(start).user / kilobytes;
  });
  return Math.min(...results);
}

/** How much longer a text of ten times the length takes: 10 where time grows with the length only. */
function growth(text: string): number {
  const timeOf = (whole: string) => {
    const start = process.cpuUsage();
    for (let count = 0; count < 5; count += 1) masker.text(whole);
    return process.cpuUsage(start).user;
  };
  const short = text.repeat(Math.ceil(50_000 / text.length));
  timeOf(short);
  return timeOf(short.repeat(10)) / timeOf(short);
}

const ordinary = microsPerKb(ORDINARY);
// Writing the line as JSON is what it costs without a masker, on this machine as on any.
const json = microsPerKb(ORDINARY, (text) => JSON.stringify(JSON.parse(text)));
print('masker, ordinary log lines', ordinary, 'µs/KB', { most: TARGET_MICROS_PER_KB });
print('masker, against reading and writing the same line as JSON', ordinary / json, 'times', { most: 4 });
print('masker, failures with secrets', microsPerKb(FAILURE), 'µs/KB', { most: TARGET_MICROS_PER_KB * 2 });
print('masker, time of a hostile text ten times as long', growth(HOSTILE), 'times', { most: 20 });
