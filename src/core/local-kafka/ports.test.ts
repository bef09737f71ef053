import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { freePorts } from './ports.ts';

test('a wanted port is given again while it is free, another where it is taken', async () => {
  const [first = 0, second = 0] = await freePorts([null, null]);
  expect(first).not.toBe(second);
  expect(await freePorts([first])).toEqual([first]);
  const taker = createServer();
  await new Promise<void>((resolve) => taker.listen(0, '127.0.0.1', resolve));
  const taken = (taker.address() as AddressInfo).port;
  const [other] = await freePorts([taken]);
  expect(other).not.toBe(taken);
  await new Promise((resolve) => taker.close(resolve));
});
