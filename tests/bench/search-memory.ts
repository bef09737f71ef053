/**
 * What a search leaves behind: four searches of 1 M records in one process, words and expression in turns, and what the
 * process (all threads) holds after each, against what it held idle and connected. DESIGN §9 wants no growth from search to
 * search and at most 350 MB over idle. Prints a JSON line a figure.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RecordFilter } from '../../src/shared/contract/filters.ts';
import { openReaderPath, openSession, plainSettings, type Reader } from '../integration/records-harness.ts';
import { createTestBrokers } from '../support/brokers-host.ts';
import { peakBytes } from '../support/peak-memory.ts';
import { print } from './lib/figures.ts';
import { fillSearchTopic, NEEDLE, NEEDLES, SEARCH_TOPICS, type SearchTopic } from './lib/search-data.ts';

type Settings = Parameters<typeof openReaderPath>[0];

const MB = 1_000_000;
const MOST_OVER_IDLE = 350;
/** Of the last search over the second: by then everything is loaded, compiled and warm. */
const MOST_GROWTH = 40;
/** What is free is given back a moment later. */
const SETTLE_MS = 1500;

const SEARCHES: ReadonlyArray<readonly [string, RecordFilter]> = [
  ['words', { kind: 'words', in: 'value', text: NEEDLE, regex: false, matchCase: true, wholeWord: false }],
  ['expression', { kind: 'expression', text: `value.note >= "${NEEDLE}" && value.note < "${NEEDLE}~"` }],
];

async function search(reader: Reader, topic: string, filter: RecordFilter): Promise<number> {
  const sessionId = await openSession(reader, topic, { filter });
  for (let rows = 0; ;) {
    const answer = await reader.client.pull({ sessionId, maxRows: 1000, waitMs: 2000 });
    rows += answer.rows.length;
    if (answer.state.kind !== 'complete') continue;
    await reader.client.close({ sessionId });
    if (rows !== NEEDLES) throw new Error(`${topic}: found ${rows} of ${NEEDLES} needles.`);
    return answer.progress.read;
  }
}

async function heldMb(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return process.memoryUsage().rss / MB;
}

async function measure(settings: Settings, topic: SearchTopic): Promise<void> {
  const reader = openReaderPath(settings);
  await reader.service.warm('test');
  const idle = await heldMb();
  print('memory idle, connected', idle, 'MB', null);
  const held: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const [name, filter] = SEARCHES[round % SEARCHES.length] as (typeof SEARCHES)[number];
    const read = await search(reader, topic.name, filter);
    if (read !== topic.records) throw new Error(`Looked at ${read} of ${topic.records} records.`);
    held.push(await heldMb());
    print(`memory over idle after search ${round + 1} (${name})`, (held.at(-1) as number) - idle, 'MB', {
      most: MOST_OVER_IDLE,
    });
  }
  print('memory: growth from search 2 to search 4', (held[3] as number) - (held[1] as number), 'MB', {
    most: MOST_GROWTH,
  });
  print('memory over idle at its peak', peakBytes() / MB - idle, 'MB', null);
  await reader.close();
}

/** Fills the topic, then searches it in a new process: what filling leaves in memory would hide what a search needs. */
async function fillAndMeasure(topic: SearchTopic): Promise<void> {
  const brokers = createTestBrokers();
  try {
    const broker = await brokers.kafka();
    const filler = openReaderPath(plainSettings(broker));
    await fillSearchTopic(filler, topic);
    await filler.close();
    const own = fileURLToPath(import.meta.url);
    const { stdout } = await promisify(execFile)(process.execPath, [own, broker.host, String(broker.port)]);
    process.stdout.write(stdout);
  } finally {
    await brokers.stop();
  }
}

const [topic] = SEARCH_TOPICS;
if (topic === undefined) throw new Error('There is no topic to search.');
const [host, port] = process.argv.slice(2);
if (host === undefined) await fillAndMeasure(topic);
else await measure(plainSettings({ host, port: Number(port) }), topic);
