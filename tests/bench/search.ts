/**
 * Full searches of a whole topic through the contract (guard, main side, worker, threads, rows) against what one Node thread
 * can do with the raw bytes of the same broker, and against tuned kcat with grep where it is installed, in turns in one
 * run. A run counts only when all seven needles are found. Prints a JSON line a figure.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RecordFilter } from '../../src/shared/contract/filters.ts';
import { findProgram } from '../../scripts/lib/programs.ts';
import { openReaderPath, openSession, plainSettings, type Reader } from '../integration/records-harness.ts';
import { createTestBrokers } from '../support/brokers-host.ts';
import { median, print } from './lib/figures.ts';
import { rawFetch } from './lib/raw-fetch.ts';
import { fillSearchTopic, NEEDLE, NEEDLES, PARTITIONS, SEARCH_TOPICS, type SearchTopic } from './lib/search-data.ts';

const ROUNDS = 5;
const execute = promisify(execFile);

const words: RecordFilter = {
  kind: 'words',
  in: 'value',
  text: NEEDLE,
  regex: false,
  matchCase: true,
  wholeWord: false,
};

type Run = { readonly ms: number; readonly rows: number; readonly read: number };

async function search(reader: Reader, topic: string, filter: RecordFilter): Promise<Run> {
  const started = performance.now();
  const sessionId = await openSession(reader, topic, { filter });
  for (let rows = 0; ;) {
    const answer = await reader.client.pull({ sessionId, maxRows: 1000, waitMs: 2000 });
    rows += answer.rows.length;
    if (answer.state.kind !== 'complete') continue;
    const ms = performance.now() - started;
    await reader.client.close({ sessionId });
    return { ms, rows, read: answer.progress.read };
  }
}

async function found(reader: Reader, topic: SearchTopic, filter: RecordFilter): Promise<number> {
  const { ms, rows, read } = await search(reader, topic.name, filter);
  if (rows !== NEEDLES) throw new Error(`${topic.name}: found ${rows} of ${NEEDLES} needles.`);
  if (read !== topic.records) throw new Error(`${topic.name}: looked at ${read} of ${topic.records} records.`);
  return ms;
}

/** Waits removed: bigger queues, and the end of a partition ends the reading. */
const KCAT_TUNING = ['queued.min.messages=2000000', 'queued.max.messages.kbytes=1000000', 'fetch.wait.max.ms=10'];

async function kcat(program: string, broker: { host: string; port: number }, topic: string): Promise<number> {
  const settings = KCAT_TUNING.map((setting) => `-X ${setting}`).join(' ');
  const command = `${program} -C -u -q -e -o beginning -b ${broker.host}:${broker.port} -t ${topic} ${settings} | grep -c ${NEEDLE}`;
  const started = performance.now();
  const { stdout } = await execute('sh', ['-c', command]);
  const ms = performance.now() - started;
  if (Number(stdout) !== NEEDLES) throw new Error(`kcat found ${stdout.trim()} needles.`);
  return ms;
}

async function literal(reader: Reader, broker: { host: string; port: number }, topic: SearchTopic): Promise<void> {
  const program = findProgram({ names: ['kcat', 'kafkacat'], packages: ['kcat'] });
  const times = { ours: [] as number[], raw: [] as number[], kcat: [] as number[] };
  const isPlain = topic.compression === 'none';
  await found(reader, topic, words);
  for (let round = 0; round < ROUNDS; round += 1) {
    times.ours.push(await found(reader, topic, words));
    if (isPlain) times.raw.push((await rawFetch(broker, topic.name, { partitions: PARTITIONS, needle: NEEDLE })).ms);
    if (program !== null) times.kcat.push(await kcat(program, broker, topic.name));
  }
  const ours = median(times.ours);
  print(`search ${topic.name} for a literal`, ours, 'ms', null);
  if (isPlain) print(`search ${topic.name} against the raw bytes`, ours / median(times.raw), '×', { most: 2 });
  if (program === null) return;
  const least = topic.name === 'small100' ? 1.5 : 1;
  print(`search ${topic.name}: speed of tuned kcat | grep`, median(times.kcat) / ours, '×', { least });
}

type Rate = { readonly figure: string; readonly filter: RecordFilter; readonly least: number };

async function rate(reader: Reader, topic: SearchTopic, { figure, filter, least }: Rate) {
  const times: number[] = [];
  const work: number[] = [];
  for (let round = 0; round <= 3; round += 1) {
    const before = process.cpuUsage();
    const ms = await found(reader, topic, filter);
    const { user, system } = process.cpuUsage(before);
    if (round === 0) continue;
    times.push(ms);
    work.push((user + system) / topic.records);
  }
  print(figure, topic.records / median(times), 'thousand records/s', { least });
  // All threads together: what it costs, however busy the machine is with other things.
  print(`${figure}: processor time a record`, median(work), 'µs', null);
}

const brokers = createTestBrokers();
const broker = await brokers.kafka();
const reader = openReaderPath(plainSettings(broker));
try {
  await reader.service.warm('test');
  const only = process.env['BENCH_TOPIC'];
  for (const topic of SEARCH_TOPICS.filter((each) => only === undefined || each.name === only)) {
    await fillSearchTopic(reader, topic);
    await literal(reader, broker, topic);
    if (topic.name !== 'small100') continue;
    const expression = { kind: 'expression', text: 'value.amount < 0' } as const;
    await rate(reader, topic, { figure: 'expression, no literal to help', filter: expression, least: 1000 });
    const code = `return record.value.note.startsWith('${NEEDLE}')`;
    await rate(reader, topic, { figure: 'JavaScript filter', filter: { kind: 'javascript', code }, least: 150 });
  }
} finally {
  await reader.close();
  await brokers.stop();
}
