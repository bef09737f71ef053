import { expect, test } from 'vitest';
import type { ConnectionSettings } from './engine.ts';
import { FirstContact } from './first-contact.ts';

const refused = () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));

function contact(ports: ReadonlyArray<number>): FirstContact {
  const bootstrapServers = ports.map((port) => ({ host: '127.0.0.1', port }));
  return new FirstContact({ bootstrapServers, connectTimeoutMs: 500 } as unknown as ConnectionSettings);
}

test('one server that does not answer is named', async () => {
  await expect(contact([9]).run(refused)).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
    message: 'Nothing answers at 127.0.0.1:9: the connection was refused.',
  });
});

test('of several servers the one that failed is named, and nothing is claimed of the others', async () => {
  await expect(contact([9, 10, 11]).run(refused)).rejects.toMatchObject({
    message: 'Nothing answers at 127.0.0.1:9: the connection was refused.',
    context: { host: '127.0.0.1', port: 9 },
  });
});

test('once the cluster has answered, a failure is told as it is', async () => {
  const several = contact([9, 10]);
  await several.run(() => Promise.resolve(1));
  await expect(several.run(refused)).rejects.toMatchObject({
    message: 'Nothing answers at 127.0.0.1:9: the connection was refused.',
  });
});
