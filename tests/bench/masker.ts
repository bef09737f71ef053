/**
 * What masking costs a log line: ordinary lines, lines about failures with secrets in them, and hostile ones, through a
 * masker that has learnt forty secrets. Processor time, so that a busy machine counts for less. Prints a JSON line a figure.
 */
import { createMasker } from '../../src/core/logging/index.ts';
import { Secret } from '../../src/shared/values/secret.ts';

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

/** Microseconds of processor time for each KB, the median of the rounds. */
function microsPerKb(text: string): number {
  const times = Math.max(1, Math.round(BYTES_A_ROUND / text.length));
  const kilobytes = (times * text.length) / 1024;
  const results = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    for (let count = 0; count < times; count += 1) masker.text(text);
    return process.cpuUsage(start).user / kilobytes;
  }).sort((a, b) => a - b);
  return results[Math.floor(ROUNDS / 2)] ?? 0;
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

function say(figure: string, value: number, unit: string, target: number): void {
  const ok = value <= target;
  process.stdout.write(`${JSON.stringify({ figure, value: Math.round(value * 10) / 10, unit, target, ok })}\n`);
}

say('masker, ordinary log lines', microsPerKb(ORDINARY), 'µs/KB', TARGET_MICROS_PER_KB);
say('masker, failures with secrets', microsPerKb(FAILURE), 'µs/KB', TARGET_MICROS_PER_KB * 2);
say('masker, time of a hostile text ten times as long', growth(HOSTILE), 'times', 20);
