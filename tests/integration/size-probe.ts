import { createHash } from 'node:crypto';
import { peakBytes } from '../support/peak-memory.ts';
import { partsOf } from '../support/corpus/session-ways.ts';
import { openReaderPath, openSession, plainSettings, pullUntil } from './records-harness.ts';

/**
 * A process that does nothing but read one large record as the product does, so that its memory tells something:
 *
 *     node size-probe.ts 127.0.0.1:9092 TOPIC        → one line of JSON
 */
export type SizeProbe = {
  readonly rowBytes: number;
  readonly detailBytes: number;
  readonly largestMessage: number;
  readonly sha256: string;
  readonly size: number;
  readonly openMs: number;
  readonly cancelMs: number;
  /** What the process grew by at its largest: all threads, all buffers. */
  readonly grownBytes: number;
};

async function probe(address: string, topic: string): Promise<SizeProbe> {
  const [host = '', port] = address.split(':');
  const reader = openReaderPath(plainSettings({ host, port: Number(port) }));
  let largestMessage = 0;
  await reader.service.warm('test');
  for (const worker of reader.workers) {
    worker.on('message', (message: unknown) => {
      largestMessage = Math.max(largestMessage, weightOf(message));
    });
  }
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const sessionId = await openSession(reader, topic);
  const { rows } = await pullUntil(reader, sessionId, (pulled) => pulled.rows.length > 0, 60_000);
  const openMs = performance.now() - started;
  const [row] = rows;
  if (row === undefined) throw new Error('There is no record.');
  const detail = await reader.client.record({ sessionId, id: row.id });
  const sha256 = createHash('sha256');
  let size = 0;
  for await (const part of partsOf(reader, { sessionId, id: row.id, part: 'value' })) {
    sha256.update(part);
    size += part.length;
  }
  const grownBytes = peakBytes() - before;
  const answer = {
    rowBytes: JSON.stringify(row).length,
    detailBytes: JSON.stringify(detail).length,
    largestMessage,
    sha256: sha256.digest('hex'),
    size,
    openMs,
    cancelMs: await cancelled(),
    grownBytes,
  };
  await reader.close();
  return answer;

  /** From the wish to stop, in the middle of a fetch, to the answer and the end of the session. */
  async function cancelled(): Promise<number> {
    const other = await openSession(reader, topic);
    const abort = new AbortController();
    const pulling = reader.client.pull({ sessionId: other, maxRows: 10, waitMs: 2000 }, { signal: abort.signal });
    await new Promise((resolve) => setTimeout(resolve, 15));
    const wished = performance.now();
    abort.abort();
    await pulling.catch(() => undefined);
    await reader.client.close({ sessionId: other });
    return performance.now() - wished;
  }
}

/**
 * About what a message weighs: its texts, bytes and numbers. Nothing is made for it: writing each message out to measure it
 * cost 90 MB that would count as the product's.
 */
function weightOf(message: unknown): number {
  if (typeof message === 'string') return message.length;
  if (ArrayBuffer.isView(message) || message instanceof ArrayBuffer) return message.byteLength;
  if (typeof message !== 'object' || message === null) return 8;
  const inside = message instanceof Map ? [...message.entries()].flat() : Object.entries(message).flat();
  return inside.reduce<number>((sum, each) => sum + weightOf(each), 0);
}

const [address, topic] = process.argv.slice(2);
if (address !== undefined && topic !== undefined) process.stdout.write(JSON.stringify(await probe(address, topic)));
