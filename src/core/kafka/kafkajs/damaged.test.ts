import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { seeded } from '../batch-fixtures.ts';
import { checkOldMessages } from './damaged.ts';

/** A message of format 1: checksum, magic, attributes, timestamp, key (none), value. */
function message(offset: bigint, value: string): Buffer {
  const body = Buffer.alloc(18 + value.length);
  body.writeInt8(1, 0);
  body.writeInt32BE(-1, 10);
  body.writeInt32BE(value.length, 14);
  body.write(value, 18);
  const head = Buffer.alloc(16);
  head.writeBigInt64BE(offset, 0);
  head.writeInt32BE(body.length + 4, 8);
  head.writeUInt32BE(crc32(body), 12);
  return Buffer.concat([head, body]);
}

const seed = Date.now() % 1_000_000;

test(`a message in an old format of which any bit is flipped is named with its place (seed ${seed})`, () => {
  const random = seeded(seed);
  const set = [message(7n, 'one'), message(8n, 'two'), message(9n, 'three')];
  const whole = Buffer.concat(set);
  expect(() => checkOldMessages(whole, 2)).not.toThrow();
  expect(() => checkOldMessages(whole.subarray(0, whole.length - 3), 2)).not.toThrow();
  for (let round = 0; round < 200; round++) {
    const bytes = Buffer.from(whole);
    const hurt = random(3);
    const start = Buffer.concat(set.slice(0, hurt)).length;
    const at = start + 16 + random((set[hurt] as Buffer).length - 16);
    bytes[at] = (bytes[at] as number) ^ (1 << random(8));
    const said = `at offset ${7 + hurt} of partition 2 cannot be read. Its checksum does not match`;
    expect(() => checkOldMessages(bytes, 2), `seed ${seed}, round ${round}`).toThrow(said);
  }
});
