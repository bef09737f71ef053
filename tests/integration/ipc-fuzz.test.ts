import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, type App } from '../../src/core/app.ts';
import { pageDoor } from '../../src/core/guard/index.ts';
import { createLinkInbox } from '../../src/core/links/index.ts';
import { startTestProcess } from '../../src/core/results/testing.ts';
import { createSessionSecretBox } from '../../src/core/settings/index.ts';
import { allProcedures } from '../support/ipc-fuzz/procedures.ts';
import { fuzzProcedures, heapUsed, median, rawFrames, type FuzzPort } from '../support/ipc-fuzz/run.ts';
import { newSeed, seeded } from '../support/random.ts';

/** RELIABILITY.md, check 8: every procedure of the contract, over a real port, with payloads made wrong. */
const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 1_000);
const MEMORY_BOUND_BYTES = 20 * 1024 * 1024;
/** Would do something real by being called at all; each has tests of its own. */
const SPARED: ReadonlyArray<string> = [];

let app: App;
let folder = '';
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ipc-fuzz-'));
  app = await createApp({
    host: 'desktop',
    version: '0.0.0',
    configFolder: folder,
    logFolder: folder,
    secretBox: createSessionSecretBox('for the test'),
    clock: Date.now,
    newId: () => crypto.randomUUID(),
    workerFile: (name) => path.join(import.meta.dirname, '../../src/workers', `${name.replace('-worker', '')}.ts`),
    createResultsProcess: startTestProcess,
    home: homedir(),
    links: createLinkInbox(),
    // Addresses of nobody: what is asked of the outside fails at once.
    env: { CONDUKTOR_ISSUER: 'http://127.0.0.1:9/', CONDUKTOR_UPDATE_URL: '' },
  });
  process.on('unhandledRejection', onUnhandled);
});
afterAll(async () => {
  process.off('unhandledRejection', onUnhandled);
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

/** A page at one end of a channel, the router at the other as the desktop has it. */
function connect(router: App['router'], guarded: boolean): FuzzPort & { close(): void } {
  const { port1, port2 } = new MessageChannel();
  const context = { caller: { kind: 'desktop' } } as const;
  const handler = new RPCHandler(router);
  if (guarded) handler.upgrade(pageDoor(sidesOf(port1), app.reportRefusal), { context });
  else
    handler.upgrade(
      {
        on: (event, listener) => void port1.on(event, (data: unknown) => listener({ data })),
        postMessage: (message: unknown) => port1.postMessage(message),
      },
      { context },
    );
  return {
    send: (message) => {
      try {
        port2.postMessage(message);
      } catch (error) {
        // What cannot be cloned does not reach the other side, whoever sends it.
        if (!(error instanceof DOMException)) throw error;
      }
    },
    listen: (listener) => void port2.on('message', listener),
    close: () => port1.close(),
  };
}

function sidesOf(port: MessagePort) {
  return {
    postMessage: (message: unknown) => port.postMessage(message),
    onMessage: (listener: (data: unknown) => void) => void port.on('message', listener),
    onClose: (listener: () => void) => void port.on('close', listener),
  };
}

const seed = newSeed();
describe(`hostile calls (seed ${seed}, ${ROUNDS} payloads a procedure)`, () => {
  it('get a typed error, soon, and leave nothing behind @securityTest ipc-fuzz', { timeout: 600_000 }, async () => {
    const procedures = allProcedures();
    const page = connect(app.router, true);
    // The first calls load what later ones share.
    await fuzzProcedures(page, procedures, { rounds: 2, random: seeded(1), spare: SPARED });
    const before = await heapUsed();
    const verdict = await fuzzProcedures(page, procedures, { rounds: ROUNDS, random: seeded(seed), spare: SPARED });
    const grown = (await heapUsed()) - before;
    const { sent, refused, answered, spared, waiting, wrong, times } = verdict;
    process.stderr.write(
      `ipc-fuzz: seed ${seed}, ${procedures.length} procedures, ${sent} payloads sent: ${refused} refused, ${answered} were valid, ` +
        `${waiting} waited, ${spared} spared; median ${median(times).toFixed(2)} ms, memory ${(grown / 1048576).toFixed(1)} MiB\n`,
    );
    expect(wrong).toEqual([]);
    expect(unhandled).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(sent).toBeGreaterThan(procedures.length * ROUNDS * 0.5);
    expect(refused).toBeGreaterThan(sent * 0.4);
    expect(median(times)).toBeLessThan(100);
    expect(grown).toBeLessThan(MEMORY_BOUND_BYTES);
    page.close();
  });

  it('that are no calls at all are refused and written down @securityTest ipc-frames', async () => {
    const page = connect(app.router, true);
    const answers: unknown[] = [];
    page.listen((message) => answers.push(message));
    for (const frame of rawFrames()) page.send(frame);
    page.send('{"i":"77","p":{"u":"/app/info","b":{}}}');
    await expect.poll(() => answers.some((text) => String(text).startsWith('{"i":"77"'))).toBe(true);
    expect(unhandled).toEqual([]);
    await expect.poll(() => readFile(path.join(folder, 'conduktor.log'), 'utf8')).toContain('page.refused');
    page.close();
  });
});

describe('the twin: the same check', () => {
  it('finds a router that lets a bug out', async () => {
    const broken = {
      app: { info: os.handler(({ input }: { input?: unknown }) => (input as { a: { b: string } }).a.b.length) },
    } as unknown as App['router'];
    const page = connect(broken, true);
    const procedures = allProcedures().filter((each) => each.path === '/app/info');
    // It takes no input, so that only a tenth of them is sent.
    const { wrong } = await fuzzProcedures(page, procedures, { rounds: 200, random: seeded(2) });
    expect(wrong.length).toBeGreaterThan(10);
    page.close();
  });

  it('finds a port without its door: frames end as unhandled rejections', async () => {
    const page = connect(app.router, false);
    for (const frame of rawFrames()) page.send(frame);
    await expect.poll(() => unhandled.length).toBeGreaterThan(3);
    unhandled.length = 0;
    page.close();
  });
});
