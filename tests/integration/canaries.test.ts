import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp, type WorkerName } from '../../src/core/app.ts';
import { createLog, type Masker } from '../../src/core/logging/index.ts';
import { createSessionSecretBox, openSettings } from '../../src/core/settings/index.ts';
import { startIdentityProvider, type IdentityProvider } from '../../scripts/identity/index.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import { startReportSink, type ReportSink } from '../support/report-sink.ts';
import { secured } from '../support/brokers.ts';
import { createCanaries, type Canaries } from '../support/canaries/canaries.ts';
import { CARRIERS, logged, type Carrier } from '../support/canaries/carriers.ts';
import { search, type Hit } from '../support/canaries/forms.ts';
import { createLicenceSigner } from '../support/licences.ts';
import { tokensUnder } from '../support/canaries/tokens.ts';

const WORKERS: Readonly<Record<WorkerName, string>> = {
  'records-worker': 'records.ts',
  'scan-worker': 'scan.ts',
  'javascript-filter-worker': 'javascript-filter.ts',
};

let echoUrl = '';
let echoPort = 0;
const servers: Server[] = [];

beforeAll(async () => {
  // Says back all it was asked with, as careless servers do in their error pages.
  const http = createHttpServer((request, response) => {
    const said = { error_code: 40101, message: `refused ${request.url} ${JSON.stringify(request.headers)}` };
    response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  const tcp = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  for (const server of [http, tcp]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
  }
  echoUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  echoPort = (tcp.address() as AddressInfo).port;
});
afterAll(() => {
  for (const server of servers) server.close();
});

/**
 * Where a licence file is kept as it came: it is no key to any server but a document that opens this app, and whoever
 * imports one has it as a plain file already (docs/security.md). Everything else is searched for here as well.
 */
const IS_ACCOUNT_FILE = /^account(\.\d)?\.json$/;
const isKeptLicence = ({ place, canary }: Hit): boolean => place === 'account files' && canary === 'licence file';

type Run = { readonly hits: ReadonlyArray<Hit>; readonly counts: Readonly<Record<string, number>> };

/** Sends every canary through every carrier and searches every place that could have kept one. */
async function run(masker: Masker | null, carriers: ReadonlyArray<Carrier>): Promise<Run> {
  const root = mkdtempSync(path.join(tmpdir(), 'canaries-'));
  const folders = Object.fromEntries(['config', 'log', 'temp', 'exports'].map((name) => [name, path.join(root, name)]));
  const { config = '', log = '', temp = '', exports = '' } = folders;
  for (const folder of [config, log, temp, exports]) mkdirSync(folder);
  const tempBefore = process.env['TMPDIR'];
  process.env['TMPDIR'] = temp;
  const canaries = createCanaries();
  const said: string[] = [];
  const commandLines = new Set<string>();
  const [sink, identity] = [await startReportSink(), await startIdentityProvider()];
  try {
    await carry({ canaries, carriers, masker, sink, identity, config, log, exports, said, commandLines });
    if (carriers === CARRIERS) await findOut(canaries, config);
  } finally {
    await Promise.all([sink.close(), identity.close()]);
    if (tempBefore === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = tempBefore;
  }
  const places: Readonly<Record<string, string>> = {
    'answers and errors': Buffer.from(said.join('\n')).toString('latin1'),
    'command lines': [...commandLines].join('\n'),
    'log files': contentsOf(log),
    'settings folder': contentsOf(config, (name) => !IS_ACCOUNT_FILE.test(name)),
    'account files': contentsOf(config, (name) => IS_ACCOUNT_FILE.test(name)),
    'temp folder': contentsOf(temp),
    'exported files': contentsOf(exports),
    'analytics and error reports': Buffer.from([...sink.analytics(), ...sink.errors()].join('\n')).toString('latin1'),
  };
  const hits = Object.entries(places).flatMap(([place, text]) => search(place, text, canaries.wanted));
  const sizes = Object.fromEntries(Object.entries(places).map(([place, text]) => [place, text.length]));
  return { hits, counts: { canaries: canaries.count(), answers: said.length, ...sizes } };
}

type Ground = {
  readonly canaries: Canaries;
  readonly carriers: ReadonlyArray<Carrier>;
  readonly masker: Masker | null;
  readonly sink: ReportSink;
  readonly identity: IdentityProvider;
  readonly config: string;
  readonly log: string;
  readonly exports: string;
  readonly said: string[];
  readonly commandLines: Set<string>;
};

async function carry(ground: Ground): Promise<void> {
  const { canaries, masker, config, log: logFolder, exports, said, commandLines, sink, identity } = ground;
  const env = {
    ...identity.env,
    ...sink.env,
    ...process.env,
    KAFKA_PASSWORD: canaries.of('password in the environment'),
  };
  const signer = await createLicenceSigner();
  const app = await createApp({
    host: 'desktop',
    licenceKeys: signer.keys,
    version: '0.0.0-test',
    configFolder: config,
    logFolder,
    secretBox: createSessionSecretBox('For this test.'),
    clock: Date.now,
    newId: () => crypto.randomUUID(),
    workerFile: (name) => fileURLToPath(new URL(`../../src/workers/${WORKERS[name]}`, import.meta.url)),
    createResultsProcess: () => {
      throw new Error('No SQL here.');
    },
    env,
    home: exports,
    chooseFile: () => Promise.reject(new Error(`a bug: {"password":"${canaries.of('password in a bug')}"}`)),
    startErrorReporter: ({ scrub, send }) =>
      Promise.resolve({
        report: (error, procedure) => {
          const body = JSON.stringify(scrub({}, error, procedure));
          void send(`${sink.env['CONDUKTOR_GA_ENDPOINT'] ?? ''}/api/1/envelope/`, {}, body).catch(() => undefined);
        },
        stop: () => Promise.resolve(),
      }),
    ...(masker === null ? {} : { masker }),
  });
  const log = createLog({ folder: logFolder, level: 'debug', ...(masker === null ? {} : { masker }) });
  const api = createRouterClient(app.router, { context: { caller: { kind: 'desktop' } } });
  await api.log.setLevel({ level: 'debug' });
  async function say<T>(what: string, work: Promise<T>): Promise<T | null> {
    try {
      const answer = await work;
      said.push(`${what}: ${JSON.stringify(answer)}`);
      return answer;
    } catch (error) {
      const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : null;
      said.push(`${what}: ${JSON.stringify(data)} ${error instanceof Error ? String(error) : ''}`);
      return null;
    }
  }
  const broker = await secured();
  const licenceFile = await signer.sign({ plan: 'enterprise' });
  for (const carrier of ground.carriers) {
    const start = performance.now();
    await carrier.run({ api, canaries, broker, identity, licenceFile, echoUrl, echoPort, exports, log, say });
    for (const line of readCommandLines()) commandLines.add(line);
    process.stdout.write(`canaries: ${carrier.name}, ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  }
  await log.close();
  await app.close();
}

/** Tokens and keys that were made on the way, from the box they are kept in. */
async function findOut(canaries: Canaries, folder: string): Promise<void> {
  const passphrase = canaries.of('box passphrase, the next');
  for (const [name, token] of await tokensUnder(passphrase, folder)) canaries.add(name, token);
  const settings = await openSettings({
    folder,
    secretBox: createSessionSecretBox(''),
    clock: Date.now,
    newId: () => crypto.randomUUID(),
  });
  await settings.secretKeeper.unlock(new Secret(passphrase));
  const key = await settings.productSecrets.read('searchCacheKey');
  if (key !== null) canaries.add('key of the search cache', key.reveal());
  await settings.close();
}

/** Every file under a folder, as bytes; those of some names only where asked. */
function contentsOf(folder: string, isWanted: (name: string) => boolean = () => true): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && isWanted(entry.name))
    .map((entry) => `${entry.name}\n${readFileSync(path.join(entry.parentPath, entry.name), 'latin1')}`)
    .join('\n');
}

/** What anybody on this computer can read of running processes; empty where the system has no /proc. */
function readCommandLines(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [readFileSync(`/proc/${name}/cmdline`, 'latin1')];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
}

const runsTypeScript = process.features.typescript !== false;

it.skipIf(!runsTypeScript)(
  'no canary is left anywhere after every action, error and log level @securityTest canaries (needs a Node that runs TypeScript)',
  async () => {
    const { hits, counts } = await run(null, CARRIERS);
    process.stdout.write(`canaries: ${JSON.stringify(counts)}, ${hits.length} hits\n`);
    expect(hits.filter((hit) => !isKeptLicence(hit))).toEqual([]);
    // The one exception, and with it the proof that the search sees the account's files.
    expect(hits.some(isKeptLicence)).toBe(true);
    expect(counts['canaries']).toBeGreaterThanOrEqual(40);
    expect(counts['log files']).toBeGreaterThan(10_000);
    expect(counts['exported files']).toBeGreaterThan(1_000);
    expect(counts['answers']).toBeGreaterThan(100);
    expect(counts['analytics and error reports']).toBeGreaterThan(100);
  },
  240_000,
);

it.skipIf(!runsTypeScript)(
  'canaries are found where nothing is masked (the check can fail)',
  async () => {
    const open: Masker = { learn: () => undefined, text: (text) => text, value: (value) => toPlain(value) };
    const { hits } = await run(open, [logged]);
    const found = new Set(hits.map(({ canary }) => canary));
    process.stdout.write(`canaries: without the masker ${found.size} of them are found, ${hits.length} hits\n`);
    // Every one of this carrier; the others meet more than one guard on their way.
    expect(found.size).toBeGreaterThanOrEqual(9);
    expect(hits.some(({ place }) => place === 'log files')).toBe(true);
  },
  240_000,
);

/** What a log without a masker would write. */
function toPlain(value: unknown): unknown {
  const seen = new Set<unknown>();
  const text = JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'object' && each !== null) {
      if (seen.has(each)) return '<cycle>';
      seen.add(each);
    }
    return each instanceof Error ? { ...each, message: each.message, stack: each.stack, cause: each.cause } : each;
  });
  return JSON.parse(text) as unknown;
}
