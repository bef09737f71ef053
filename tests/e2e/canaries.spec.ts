import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { isSignedIn, signIn } from '../support/sign-in.ts';
import { startReportSink, type ReportSink } from '../support/report-sink.ts';
import {
  APP_FOLDERS,
  crashFiles,
  createAppFolders,
  searchFiles,
  watchApp,
  type AppFolders,
} from '../support/canaries/app-places.ts';
import { createCanaries } from '../support/canaries/canaries.ts';
import { search, type Hit } from '../support/canaries/forms.ts';
import { memoryOf } from '../support/canaries/page-memory.ts';
import { plantEverywhere } from '../support/canaries/planted.ts';
import { typePassword } from '../support/canaries/cluster-screens.ts';
import type { Using } from '../support/canaries/screen.ts';
import { SCREENS, SIGNED_OUT } from '../support/canaries/screens.ts';
import { tokensUnder } from '../support/canaries/tokens.ts';
import { expect, test as base } from './fixtures.ts';

const WHY_NO_CORE = whyNoCore();

/**
 * The whole application, used as a person does, with a secret of its own in every field that takes one: nothing of them
 * may be in anything that outlives the form, leaves the process, or lies on the disk.
 */
type Ground = {
  readonly sink: ReportSink;
  readonly folders: AppFolders;
  readonly echoUrl: string;
  readonly echoPort: number;
};

const test = base.extend<{ readonly ground: Ground }>({
  ground: async ({ configFolder }, use) => {
    const sink = await startReportSink();
    const folders = await createAppFolders(configFolder);
    const servers: Server[] = [sayBackHttp(), sayBackTcp()];
    const [http = 0, tcp = 0] = await Promise.all(servers.map(listen));
    await use({ sink, folders, echoUrl: `http://127.0.0.1:${http}`, echoPort: tcp });
    for (const server of servers) server.close();
    await sink.close();
  },
});

/** Says back all it was asked with, as careless servers do in their error pages. */
function sayBackHttp(): Server {
  return createHttpServer((request, response) => {
    const said = { error_code: 40101, message: `refused ${request.url} ${JSON.stringify(request.headers)}` };
    response.writeHead(401, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(said));
  });
}

function sayBackTcp(): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** What was found, by place, and how much was looked through. */
function searchPlaces(seen: Readonly<Record<string, string>>, canaries: ReadonlyMap<string, string>) {
  const hits = Object.entries(seen).flatMap(([place, text]) => search(place, text, canaries));
  const sizes = Object.entries(seen).map(([place, text]) => `${place} ${text.length}`);
  return { hits, sizes };
}

const placesOf = (hits: ReadonlyArray<Hit>) => [...new Set(hits.map(({ place }) => place))].sort();

test('no secret that is typed anywhere is left anywhere: in no title, storage, process, file or report, nor after a crash @securityTest canaries-app', async ({
  launch,
  brokers,
  identity,
  ground,
}) => {
  const { sink, folders } = ground;
  const canaries = createCanaries();
  const broker = await brokers.secured();
  const app = await launch({ ...folders.extra, env: { ...folders.extra.env, ...sink.env }, signsIn: false });
  const using: Using = { app, canaries, broker, ...ground };
  const watch = await watchApp(app, sink);
  await isSignedIn(app.page);
  const useAll = async (screens: typeof SCREENS) => {
    for (const screen of screens) {
      await test.step(screen.name, async () => {
        await screen.use(using);
        await watch.look(true);
      });
    }
  };
  await useAll(SIGNED_OUT);
  await signIn(app, identity.demo);
  const agreed = app.page.getByRole('checkbox', { name: 'Send anonymous usage and error reports' });
  await agreed.click();
  await expect(agreed).toBeChecked();
  await useAll(SCREENS);
  await app.page.waitForTimeout(2_500); // Reports go together, a moment later.
  await watch.look(true);
  const memory = await memoryOf(app.page);
  await crash(using);
  for (const [name, token] of await tokensUnder(canaries.of('box passphrase, the next'), folders.config)) {
    canaries.add(name, token);
  }
  const { hits, sizes } = searchPlaces(watch.seen(), canaries.wanted);
  const files = await searchFiles(folders.root, canaries.wanted);
  const told = `${canaries.used()} canaries; ${sizes.join(', ')}; ${files.files} files with ${files.bytes} bytes`;
  process.stdout.write(`canaries-app: ${told}; ${hits.length + files.hits.length} hits\n`);
  expect([...hits, ...files.hits]).toEqual([]);
  // The page's own memory, of what was pasted: the answer to it was once kept for minutes after the form was closed.
  const pasted = new Map([...canaries.wanted].filter(([name]) => name.endsWith('pasted')));
  expect(search('memory of the page', memory, pasted)).toEqual([]);
  expect(memory.length).toBeGreaterThan(10_000);
  expect(await crashFiles(folders.root)).toEqual([]);
  expect(canaries.used()).toBeGreaterThanOrEqual(40);
  expect(sink.analytics().length).toBeGreaterThan(0);
  expect(files.bytes).toBeGreaterThan(100_000);
});

/** The window's process ends while a password is typed in it, then the one with the core, as by a fault in memory. */
async function crash(using: Using): Promise<void> {
  const { app } = using;
  await typePassword(using);
  const crashed = new Promise((resolve) => app.page.once('crash', resolve));
  if (app.electron === null) {
    const session = await app.page.context().newCDPSession(app.page);
    void session.send('Page.crash').catch(() => undefined); // Nobody is left to answer.
  } else {
    await app.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
  }
  await crashed;
  process.kill(app.pid, 'SIGSEGV');
  await expect.poll(() => isRunning(app.pid)).toBe(false);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // Nobody has this number any more.
  }
}

test('twin: one secret planted in each kind of place is found in each of them', async ({ launch, ground }) => {
  const { sink, folders } = ground;
  const app = await launch({ ...folders.extra, env: { ...folders.extra.env, ...sink.env } });
  const secret = createCanaries().of('password PLAIN');
  const wanted = new Map([['planted', secret]]);
  const watch = await watchApp(app, sink);
  const { places, end } = await plantEverywhere(app, secret, ground);
  await watch.look(true);
  end();
  expect(placesOf(searchPlaces(watch.seen(), wanted).hits)).toEqual(places);
  await app.close();
  const found = placesOf((await searchFiles(folders.root, wanted)).hits);
  for (const name of APP_FOLDERS) expect(found).toContain(`${name}/planted.txt`);
  // What the page kept is on the disk, too, as Chromium writes it.
  const kept = found.filter((place) => !place.endsWith('planted.txt')).join('\n');
  for (const store of ['Local Storage/leveldb', 'IndexedDB', 'CacheStorage']) expect(kept).toContain(store);
});

test('twin: where the system is told to keep the memory of what crashes, its file is found', async ({
  launch,
  ground,
}) => {
  test.skip(WHY_NO_CORE !== null, WHY_NO_CORE ?? '');
  const { folders } = ground;
  const app = await launch(folders.extra);
  // Without the memory itself: what is reserved is a terabyte, and the system would look at each page of it.
  await writeFile(`/proc/${app.pid}/coredump_filter`, '0');
  spawnSync('prlimit', [`--pid=${app.pid}`, '--core=unlimited']);
  process.kill(app.pid, 'SIGSEGV');
  await expect.poll(() => isRunning(app.pid)).toBe(false);
  expect((await crashFiles(folders.root)).join()).toMatch(/^cwd\/core/);
});

/** Why the system writes no memory of crashed processes into their folder. */
function whyNoCore(): string | null {
  if (process.platform !== 'linux') return 'core files are looked at on Linux';
  const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
  if (!pattern.startsWith('core')) return `this system hands core files on (${pattern})`;
  return spawnSync('prlimit', ['--version']).status === 0 ? null : 'prlimit is not installed';
}
