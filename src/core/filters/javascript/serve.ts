import type { MessagePort } from 'node:worker_threads';
import type { FromThread, ToThread } from './protocol.ts';
import { Sandbox } from './sandbox.ts';

/** The thread's side: one message after the other, one answer to each batch. */
export function serveJavaScriptFilter(port: MessagePort): void {
  const sandbox = new Sandbox();
  const answer = (message: FromThread) => port.postMessage(message);
  let last: Promise<void> = sandbox.start().then(() => answer({ kind: 'ready' }));
  port.on('message', (message: ToThread) => {
    last = last.then(async () => {
      if (message.kind === 'open') sandbox.open(message.program, message.code, message.fields);
      else if (message.kind === 'close') sandbox.close(message.program);
      else answer(await sandbox.test(message.program, message.batch));
    });
  });
}
