import type { KafkaEngine, RecordToSend } from '../../../src/core/kafka/index.ts';
import type { HostileRecord } from './record.ts';

const ROUND = 1_000;

/**
 * A topic of these takes any record. Since Kafka 3.6 brokers refuse times of the future by default, and more than a
 * megabyte a batch always.
 */
export const ANY_RECORD = {
  'message.timestamp.after.max.ms': '9223372036854775807',
  'max.message.bytes': '20000000',
};

/** Writes the records into one partition, in their order. Compressed, so that a broker takes values of megabytes. */
export async function produceHostile(
  engine: KafkaEngine,
  topic: string,
  records: ReadonlyArray<HostileRecord>,
): Promise<void> {
  let round: RecordToSend[] = [];
  const send = async () => {
    if (round.length > 0) await engine.produce(round, { compression: 'gzip' });
    round = [];
  };
  for (const record of records) {
    // The distance of two times in one batch must fit into 64 bits as well.
    const isAlone = record.timestamp !== undefined;
    if (isAlone || round.length >= ROUND) await send();
    round.push(toSend(topic, record));
    if (isAlone) await send();
  }
  await send();
}

/** The engine's types want names that are text and times that are doubles; its wire takes bytes and 64 bits. */
function toSend(topic: string, record: HostileRecord): RecordToSend {
  return {
    topic,
    partition: 0,
    key: record.key,
    value: record.value,
    headers: record.headers as unknown as ReadonlyArray<readonly [string, Buffer | null]>,
    ...(record.timestamp === undefined ? {} : { timestampMs: record.timestamp as unknown as number }),
  };
}
