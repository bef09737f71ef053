import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { Log } from '../logging/index.ts';
import { createCallLog } from './call-log.ts';

function recorder() {
  const lines: Record<string, unknown>[] = [];
  const write = (level: string) => (event: string, fields?: object) => void lines.push({ level, event, ...fields });
  const log = { warn: write('warn'), debug: write('debug') } as unknown as Log;
  return { log, lines };
}

const away = () => new AppError('CONNECTION_REFUSED', 'Nothing answers at b:9092.', { context: { host: 'b' } });

test('a failure that was shown is written with its sentence, and once a minute with how often it came', () => {
  const { log, lines } = recorder();
  let now = 0;
  const write = createCallLog(log, () => now);
  for (let times = 0; times < 5; times++) write('clusters.overview', 3, away());
  expect(lines).toEqual([
    {
      level: 'warn',
      event: 'procedure.failed',
      procedure: 'clusters.overview',
      code: 'CONNECTION_REFUSED',
      message: 'Nothing answers at b:9092.',
      context: { host: 'b' },
      tookMs: 3,
    },
  ]);
  write('topics.list', 3, away());
  expect(lines).toHaveLength(2);
  now = 60_000;
  write('clusters.overview', 3, away());
  expect(lines).toHaveLength(3);
  expect(lines[2]).toMatchObject({ procedure: 'clusters.overview', repeated: 4 });
});

test('what went well, and what is no trouble, is for those who write debug lines', () => {
  const { log, lines } = recorder();
  const write = createCallLog(log, () => 0);
  write('topics.list', 12, null);
  write('log.read', 12, null);
  write('records.open', 1, new AppError('BAD_INPUT', 'limit: too many'));
  expect(lines).toEqual([
    { level: 'debug', event: 'procedure.done', procedure: 'topics.list', tookMs: 12 },
    { level: 'debug', event: 'procedure.refused', procedure: 'records.open', code: 'BAD_INPUT', tookMs: 1 },
  ]);
});

test('ten thousand different failures are not all remembered', () => {
  const { log, lines } = recorder();
  const write = createCallLog(log, () => 0);
  for (let each = 0; each < 10_000; each++) write('x', 0, new AppError('TIMEOUT', `No answer from ${each}.`));
  write('x', 0, new AppError('TIMEOUT', 'No answer from 0.'));
  expect(lines).toHaveLength(10_001);
});
