import { describe, expect, it } from 'vitest';
import { partOf } from './schemas.fixture.ts';

const text = (value: string): Buffer => {
  const length = Buffer.alloc(2);
  length.writeInt16BE(value.length);
  return Buffer.concat([length, Buffer.from(value)]);
};
const number = (bits: 16 | 32 | 64, value: number): Buffer => {
  const bytes = Buffer.alloc(bits / 8);
  if (bits === 16) bytes.writeInt16BE(value);
  else if (bits === 32) bytes.writeInt32BE(value);
  else bytes.writeBigInt64BE(BigInt(value));
  return bytes;
};
const offsets = { topic: '__consumer_offsets' } as const;
const commitKey = Buffer.concat([number(16, 1), text('group'), text('orders'), number(32, 3)]);

describe('Kafka’s own records', () => {
  it('reads committed offsets of every version', () => {
    expect(partOf(commitKey, { ...offsets, part: 'key' }).text()).toBe(
      '{"type":"OffsetCommit","group":"group","topic":"orders","partition":3}',
    );
    const v1 = Buffer.concat([number(16, 1), number(64, 42), text('meta'), number(64, 1000), number(64, 2000)]);
    expect(partOf(v1, { ...offsets, key: commitKey }).text()).toBe(
      '{"type":"OffsetCommit","version":1,"offset":42,"metadata":"meta","commitTimestamp":1000,"expireTimestamp":2000}',
    );
    const v3 = Buffer.concat([number(16, 3), number(64, 42), number(32, 7), text(''), number(64, 1000)]);
    expect(partOf(v3, { ...offsets, key: commitKey }).detail()).toMatchObject({
      format: 'kafka',
      raw: '{"type":"OffsetCommit","version":3,"offset":42,"leaderEpoch":7,"metadata":"","commitTimestamp":1000}',
    });
    const v4 = Buffer.concat([
      number(16, 4),
      number(64, 42),
      number(32, 7),
      Buffer.from([1]),
      number(64, 1000),
      Buffer.from([1, 0, 16]),
      Buffer.alloc(16, 255),
    ]);
    expect(partOf(v4, { ...offsets, key: commitKey }).text()).toContain('"topicId":"_____________________w"');
    expect(
      partOf(v3, { ...offsets, key: Buffer.concat([number(16, 0), text('g'), text('t'), number(32, 0)]) }).failure(),
    ).toBeNull();
    // Without the key the value is recognised by what fits.
    expect(partOf(v3, offsets).text()).toContain('"type":"OffsetCommit"');
    expect(partOf(null, { ...offsets, key: commitKey }).value()).toBeNull();
  });

  it('reads groups and members', () => {
    const key = Buffer.concat([number(16, 2), text('group')]);
    const member = [
      text('m-1'),
      number(16, -1),
      text('client'),
      text('/127.0.0.1'),
      number(32, 300),
      number(32, 45),
      number(32, 1),
      Buffer.from([9]),
      number(32, 0),
    ];
    const value = Buffer.concat([
      number(16, 3),
      text('consumer'),
      number(32, 5),
      text('range'),
      text('m-1'),
      number(64, 99),
      number(32, 1),
      ...member,
    ]);
    expect(partOf(value, { ...offsets, key }).text()).toBe(
      '{"type":"GroupMetadata","version":3,"protocolType":"consumer","generation":5,"protocol":"range","leader":"m-1",' +
        '"currentStateTimestamp":99,"members":[{"memberId":"m-1","groupInstanceId":null,"clientId":"client","clientHost":"/127.0.0.1",' +
        '"rebalanceTimeout":300,"sessionTimeout":45,"subscription":"CQ==","assignment":""}]}',
    );
  });

  it('reads newer groups (KIP-848)', () => {
    const key = Buffer.concat([number(16, 3), text('g')]);
    expect(partOf(key, { ...offsets, part: 'key' }).text()).toBe('{"type":"ConsumerGroupMetadata","groupId":"g"}');
    const value = Buffer.concat([number(16, 0), number(32, 12), Buffer.from([0])]);
    expect(partOf(value, { ...offsets, key }).text()).toContain('"epoch":12');
  });

  it('reads transactions', () => {
    const topic = { topic: '__transaction_state' } as const;
    const key = Buffer.concat([number(16, 0), text('tx')]);
    expect(partOf(key, { ...topic, part: 'key' }).text()).toBe('{"type":"TransactionLog","transactionalId":"tx"}');
    const value = Buffer.concat([
      number(16, 0),
      number(64, 1000),
      number(16, 2),
      number(32, 60000),
      Buffer.from([4]),
      number(32, 1),
      text('orders'),
      number(32, 2),
      number(32, 0),
      number(32, 1),
      number(64, 5),
      number(64, 6),
    ]);
    expect(partOf(value, { ...topic, key }).text()).toContain(
      '"transactionStatus":"CompleteCommit","transactionPartitions":[{"topic":"orders","partitionIds":[0,1]}]',
    );
  });

  it('shows unknown versions as bytes, with the reason', () => {
    const value = Buffer.concat([number(16, 9), number(64, 42)]);
    expect(partOf(value, { ...offsets, key: commitKey }).detail()).toMatchObject({
      format: 'bytes',
      failure: expect.stringContaining('Version 9') as string,
    });
    expect(partOf(number(16, 999), { ...offsets, part: 'key' }).failure()).toContain('type 999 is not known');
    expect(partOf(Buffer.from([0]), { ...offsets, part: 'key' }).failure()).toContain('end too early');
    const hostile = Buffer.concat([
      number(16, 3),
      text('c'),
      number(32, 5),
      text('r'),
      text('m'),
      number(64, 9),
      number(32, 2 ** 31 - 1),
    ]);
    expect(partOf(hostile, { ...offsets, key: Buffer.concat([number(16, 2), text('g')]) }).failure()).toContain(
      'more than 2,000,000',
    );
  });
});
