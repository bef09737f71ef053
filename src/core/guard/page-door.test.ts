import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os, type RouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { expect, it } from 'vitest';
import { pageDoor, readPageMessage } from './page-door.ts';

it.each([
  ['{"i":"1","p":{"u":"/app/info","b":{}}}', { i: '1', p: { u: '/app/info', b: {} } }],
  ['{"i":"12","p":{"u":"/localKafka/status"}}', { i: '12', p: { u: '/localKafka/status' } }],
  ['{"i":"3","t":1,"p":{"u":"/a/b","b":{"json":[1]}}}', { i: '3', p: { u: '/a/b', b: { json: [1] } } }],
  ['{"i":"4","t":4}', { i: '4', t: 4 }],
  ['{"i":"z0","t":4}', { i: 'z0', t: 4 }],
])('%s passes', (text, message) => {
  expect(readPageMessage(text)).toEqual({ message });
});

const CYCLE: Record<string, unknown> = { i: '1' };
CYCLE['p'] = CYCLE;
it.each([
  ...[undefined, null, 7, 1n, {}, [], CYCLE, new Uint8Array([123, 125]), new Blob([]), new Map()],
  ...['', 'x', '{', 'null', '7', '[]', '"x"', '{}', '{"i":1}', '{"i":"X"}', `{"i":"${'1'.repeat(17)}"}`, '{"i":"-1"}'],
  ...['{"i":"1"}', '{"i":"1","t":2}', '{"i":"1","t":3,"p":{"e":"message"}}', '{"i":"1","t":"4"}', '{"i":"1","p":null}'],
  ...['{"i":"1","p":[]}', '{"i":"1","p":{}}', '{"i":"1","p":{"u":7}}', '{"i":"1","p":{"u":"https://evil.example/"}}'],
  ...['{"i":"1","p":{"u":"/../x"}}', '{"i":"1","p":{"u":"//x"}}', '{"i":"1","p":{"u":"/a/b?data=1"}}'],
  ...[
    '{"i":"1","p":{"u":"/a/b","b":"x"}}',
    '{"i":"1","p":{"u":"/a/b","b":null}}',
    '{"i":"1","p":{"u":"/a/b","m":"GET"}}',
  ],
  ...['{"i":"1","p":{"u":"/a/b","h":{"content-type":"text/event-stream"}}}', '{"i":"1","x":1,"p":{"u":"/a/b"}}'],
  '['.repeat(200_000),
])('message %# is refused @securityTest ipc-frames', (data) => {
  expect(readPageMessage(data)).toHaveProperty('refusal');
});

it('answers a refused call that can be told apart, so that nobody waits for ever', () => {
  const sent: unknown[] = [];
  const refused: string[] = [];
  let say: (data: unknown) => void = () => undefined;
  const port = {
    postMessage: (message: unknown) => sent.push(message),
    onMessage: (listener: typeof say) => void (say = listener),
    onClose: () => undefined,
  };
  const passed: unknown[] = [];
  pageDoor(port, (reason) => refused.push(reason)).on('message', (event) => passed.push(event?.data));
  say('{"i":"5","p":{"u":"/a/b","h":{}}}');
  say({ i: '6' });
  say(`{"i":"7","p":${'x'.repeat(33 * 1024 * 1024)}`);
  say('{"i":"8","p":{"u":"/a/b"}}');
  expect(sent.map((text) => (JSON.parse(String(text)) as { i: string }).i)).toEqual(['5', '7']);
  expect(sent[0]).toContain('"code":"BAD_INPUT"');
  expect(refused).toEqual(['a call with unknown parts', 'a message that is no text', 'a message that is too long']);
  expect(passed).toEqual([{ i: '8', p: { u: '/a/b' } }]);
});

it('lets a thousand calls of our own client through, and their cancelling', async () => {
  const { port1, port2 } = new MessageChannel();
  const refused: string[] = [];
  const router = { app: { echo: os.handler(({ input }) => input), wait: os.handler(waitForEver) } };
  const side = {
    postMessage: (message: unknown) => port1.postMessage(message),
    onMessage: (listener: (data: unknown) => void) =>
      port1.addEventListener('message', ({ data }: MessageEvent) => listener(data)),
    onClose: () => undefined,
  };
  new RPCHandler(router).upgrade(pageDoor(side, (reason) => refused.push(reason)));
  port1.start();
  const client: RouterClient<typeof router> = createORPCClient(new RPCLink({ port: port2 }));
  port2.start();
  for (let index = 0; index < 1000; index++) {
    const input = [undefined, { index }, [Number.NaN, 1n], 'text', null][index % 5];
    expect(await client.app.echo(input)).toEqual(input);
  }
  const abort = new AbortController();
  const waiting = client.app.wait(undefined, { signal: abort.signal });
  setTimeout(() => abort.abort(), 10);
  await expect(waiting).rejects.toThrow();
  expect(refused).toEqual([]);
  port1.close();
});

function waitForEver({ signal }: { readonly signal?: AbortSignal | undefined }): Promise<unknown> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
}
