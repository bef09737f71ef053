import { expect, test } from 'vitest';
import { reasonFromLog } from './broker-log.ts';

test.each([
  ['java.lang.OutOfMemoryError: Java heap space\n\tat x.Y(Y.java:1)', /free memory/],
  ['Error: Could not reserve enough space for 262144KB object heap', /free memory/],
  ['x ERROR Exiting (kafka.Kafka$)\njava.io.IOException: No space left on device', /disk is full/],
  [
    'org.apache.kafka.common.KafkaException: Socket server failed to bind to 127.0.0.1:9092: Address already in use.',
    /took its port/,
  ],
  [
    'KafkaException: Failed to acquire lock on file .lock in /data. A Kafka instance in another process',
    /another Kafka/,
  ],
  ['java.nio.file.AccessDeniedException: /data', /may not write/],
])('says why a broker ended that wrote %j', (log, reason) => {
  expect(reasonFromLog(log)).toMatch(reason);
});

test('takes the last error for a reason it does not know', () => {
  const log = [
    '2026-11-21 09:00:00,000 INFO starting (kafka.server)',
    '2026-11-21 09:00:01,000 ERROR Encountered fatal fault: the moon is full (org.x)',
    '\tat a.B(C.java:1)',
    '2026-11-21 09:00:02,000 INFO shut down completed (kafka.server)',
  ].join('\n');
  expect(reasonFromLog(log)).toBe('Encountered fatal fault: the moon is full (org.x)');
});

test('has an answer for an empty log', () => {
  expect(reasonFromLog('')).toBe('it wrote no reason');
});
