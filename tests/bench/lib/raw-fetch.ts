import net from 'node:net';
import { once } from 'node:events';

/** Bytes asked of each partition in one request, and of all of them. */
const PARTITION_BYTES = 4 * 1024 * 1024;
const ANSWER_BYTES = 64 * 1024 * 1024;

export type RawRun = { readonly ms: number; readonly hits: number; readonly records: number };

type Lane = { offset: bigint; end: bigint };

/**
 * What a broker and one Node thread can do at best: Fetch requests (version 4) on one connection, the needle looked for in
 * the answers' bytes, and nothing looked at but the headers of batches. The measure that the search is held against.
 */
export async function rawFetch(
  broker: { readonly host: string; readonly port: number },
  topic: string,
  { partitions, needle }: { readonly partitions: number; readonly needle: string },
): Promise<RawRun> {
  const socket = net.connect(broker.port, broker.host);
  socket.setNoDelay(true);
  await once(socket, 'connect');
  const wanted = Buffer.from(needle);
  const lanes: Lane[] = Array.from({ length: partitions }, () => ({ offset: 0n, end: -1n }));
  const started = performance.now();
  let [hits, records] = [0, 0];
  for (;;) {
    const open = lanes.flatMap((lane, index) => (lane.end < 0n || lane.offset < lane.end ? [index] : []));
    if (open.length === 0) break;
    const answer = await ask(socket, requestFor(topic, open, lanes));
    for (let at = answer.indexOf(wanted); at >= 0; at = answer.indexOf(wanted, at + 1)) hits += 1;
    records += readAnswer(answer, lanes);
  }
  const ms = performance.now() - started;
  socket.destroy();
  return { ms, hits, records };
}

function requestFor(topic: string, open: ReadonlyArray<number>, lanes: ReadonlyArray<Lane>): Buffer {
  const name = Buffer.from(topic);
  const bytes = Buffer.alloc(64 + name.length + open.length * 16);
  let at = 4;
  at = bytes.writeInt16BE(1, at);
  at = bytes.writeInt16BE(4, at);
  at = bytes.writeInt32BE(1, at);
  at = bytes.writeInt16BE(3, at);
  at += bytes.write('raw', at);
  at = bytes.writeInt32BE(-1, at);
  at = bytes.writeInt32BE(100, at);
  at = bytes.writeInt32BE(1, at);
  at = bytes.writeInt32BE(ANSWER_BYTES, at);
  at = bytes.writeInt8(0, at);
  at = bytes.writeInt32BE(1, at);
  at = bytes.writeInt16BE(name.length, at);
  at += name.copy(bytes, at);
  at = bytes.writeInt32BE(open.length, at);
  for (const partition of open) {
    at = bytes.writeInt32BE(partition, at);
    at = bytes.writeBigInt64BE((lanes[partition] as Lane).offset, at);
    at = bytes.writeInt32BE(PARTITION_BYTES, at);
  }
  bytes.writeInt32BE(at - 4, 0);
  return bytes.subarray(0, at);
}

/** One answer at a time is on its way. */
function ask(socket: net.Socket, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let [have, need] = [0, -1];
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      have += chunk.length;
      // The first chunk of an answer on loopback is always longer than the length in front of it.
      if (need < 0) need = chunk.readInt32BE(0) + 4;
      if (have >= need) {
        socket.off('data', onData);
        resolve(Buffer.concat(chunks));
      }
    };
    socket.on('data', onData);
    socket.once('error', reject);
    socket.write(request);
  });
}

/** Moves the lanes on; returns how many records there were. */
function readAnswer(bytes: Buffer, lanes: ReadonlyArray<Lane>): number {
  let records = 0;
  let at = 16 + 2 + bytes.readInt16BE(16);
  let partitions = bytes.readInt32BE(at);
  at += 4;
  for (; partitions > 0; partitions -= 1) {
    const lane = lanes[bytes.readInt32BE(at)] as Lane;
    const error = bytes.readInt16BE(at + 4);
    if (error !== 0) throw new Error(`The broker answers error ${error}.`);
    lane.end = bytes.readBigInt64BE(at + 6);
    at += 22;
    at += 4 + Math.max(0, bytes.readInt32BE(at)) * 16;
    const stop = at + 4 + bytes.readInt32BE(at);
    at += 4;
    while (at + 61 <= stop) {
      const length = bytes.readInt32BE(at + 8) + 12;
      if (at + length > stop) break;
      lane.offset = bytes.readBigInt64BE(at) + BigInt(bytes.readInt32BE(at + 23)) + 1n;
      records += bytes.readInt32BE(at + 57);
      at += length;
    }
    at = stop;
  }
  return records;
}
