import { Kafka, logLevel } from 'kafkajs';

/** A record as another client sees it: bytes, not what our own code makes of them. */
export type SeenRecord = {
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: string;
};

/** Another Kafka client than the product's own: produces, and reads a topic to its end. */
export function otherClient(bootstrapServers: string) {
  const kafka = new Kafka({ clientId: 'witness', brokers: [bootstrapServers], logLevel: logLevel.NOTHING });
  return {
    async produce(topic: string, record: { readonly key: string; readonly value: string }): Promise<void> {
      const producer = kafka.producer();
      await producer.connect();
      await producer.send({ topic, messages: [record] });
      await producer.disconnect();
    },
    /** Number of records of a topic by its offsets. */
    async count(topic: string): Promise<number> {
      const admin = kafka.admin();
      await admin.connect();
      const offsets = await admin.fetchTopicOffsets(topic);
      await admin.disconnect();
      return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
    },
    async readAll(topic: string, count: number): Promise<ReadonlyArray<SeenRecord>> {
      const consumer = kafka.consumer({ groupId: `witness-${topic}-${process.pid}-${performance.now()}` });
      const seen: SeenRecord[] = [];
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        const eachMessage = async ({
          partition,
          message,
        }: {
          partition: number;
          message: { offset: string; key: Buffer | null; value: Buffer | null; timestamp: string };
        }) => {
          seen.push({
            partition,
            offset: message.offset,
            key: message.key?.toString() ?? null,
            value: message.value?.toString() ?? null,
            timestamp: message.timestamp,
          });
          if (seen.length >= count) resolve();
        };
        consumer.run({ eachMessage }).catch(reject);
      });
      await consumer.disconnect();
      return seen;
    },
  };
}
