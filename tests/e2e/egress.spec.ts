import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../src/core/kafka/index.ts';
import { parseConnections, sortConnections, whyNoWatch, type Sorted } from '../support/connection-watch.ts';
import { startFakeRegistry, type FakeRegistry } from '../support/fake-registry.ts';
import type { OpenApp } from '../support/hosts.ts';
import { settingsFor } from '../support/engines.ts';
import { signInScreen } from '../support/sign-in.ts';
import { everySection, signedOutAndIn, toSupport, workOnCluster, workOnRecords } from './whole-session.ts';
import { expect, test } from './fixtures.ts';

/**
 * The promise above all others: the data goes nowhere but between this computer and the user's own Kafka ecosystem. The
 * kernel is asked, not the product: every connection the application and its children try is written down by strace.
 */
const TOPIC = 'egress';
const FOREIGN = { host: '127.0.0.9', port: 9 } as const;
const WHY_NOT = whyNoWatch();

let registry: FakeRegistry;
let traces: string;

test.beforeEach(async () => {
  registry = await startFakeRegistry({
    '/subjects': { body: ['egress-value'] },
    '/schemas/ids/7': { body: { schema: '"string"' } },
  });
  traces = await mkdtemp(path.join(tmpdir(), 'conduktor-egress-'));
});
test.afterEach(async () => {
  await registry.close();
  await rm(traces, { recursive: true, force: true });
});

/** What the Network section shows: `host:port` with how often, and who is in red. */
async function shown(app: OpenApp): Promise<{ all: ReadonlyArray<string>; red: ReadonlyArray<string> }> {
  const { page } = app;
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: 'Network', exact: true }).click();
  const rows = page.getByRole('grid', { name: 'Network activity' }).getByRole('row');
  await expect(rows.nth(1)).toBeVisible();
  // The list is renewed every other second.
  await page.waitForTimeout(2500);
  const cells: string[][] = [];
  for (const row of await rows.all()) cells.push(await row.getByRole('gridcell').allTextContents());
  const real = cells.filter((row) => row.length > 3);
  return {
    all: real.map(([host]) => host ?? '').sort(),
    red: real.filter(([, , whose]) => whose?.includes('not on your list')).map(([host]) => host ?? ''),
  };
}

async function traceOf(file: string): Promise<Sorted> {
  return sortConnections(parseConnections(await readFile(file, 'utf8')));
}

/** The check itself: everybody but those expected. Its twin below gives it something to find. */
function strangers({ talked, datagrams }: Sorted, expected: ReadonlyArray<string>): ReadonlyArray<string> {
  return [...[...talked.keys()].filter((address) => !expected.includes(address)), ...datagrams];
}

test('a whole session speaks with its broker, its registry and its issuer and nobody else, and Network activity says so @securityTest egress-watch', async ({
  launch,
  brokers,
  identity,
}) => {
  test.skip(WHY_NOT !== null, WHY_NOT ?? '');
  const broker = await brokers.kafka();
  const bootstrap = `127.0.0.1:${broker.port}`;
  await seed(bootstrap);
  const file = path.join(traces, 'connections');
  const app = await launch({ connectionsFile: file });
  const session = { app, bootstrap, registry: registry.url, topic: TOPIC, exports: traces };
  await workOnCluster(session);
  await workOnRecords(session);
  await toSupport(session);
  await everySection(session);
  await signedOutAndIn(session, identity.demo);
  const { all, red } = await shown(app);
  const trace = await traceOf(file);
  const expected = [bootstrap, new URL(registry.url).host, issuerOf(identity.env)].sort();
  expect(strangers(trace, expected)).toEqual([]);
  expect([...trace.talked.keys()].sort()).toEqual(expected);
  expect(all).toEqual(expected);
  expect(red).toEqual([]);
  const talked = [...trace.talked].map(([address, times]) => `${address} × ${times}`).join(', ');
  process.stdout.write(`egress: ${talked}; name servers: ${trace.nameServers.join(', ') || 'none'}\n`);
  await app.close();
  // Closing adds nobody.
  expect(strangers(await traceOf(file), expected)).toEqual([]);
});

test('one connection that nobody asked for is found by the same watch, and shown in red', async ({
  launch,
  host,
  identity,
}) => {
  test.skip(WHY_NOT !== null, WHY_NOT ?? '');
  const file = path.join(traces, 'connections');
  const preload = path.join(import.meta.dirname, '../support/foreign-connection.cjs');
  const env = host.kind === 'chromium' ? { NODE_OPTIONS: `--require ${preload}` } : {};
  const app = await launch({ connectionsFile: file, env });
  await expect(app.page.getByText('No clusters yet')).toBeVisible();
  await app.electron?.evaluate((_electron, { host: to, port }) => {
    const { connect } = process.mainModule?.require('node:net') as typeof import('node:net');
    connect(port, to).on('error', () => undefined);
  }, FOREIGN);
  const address = `${FOREIGN.host}:${FOREIGN.port}`;
  const expected = [issuerOf(identity.env)];
  await expect.poll(async () => strangers(await traceOf(file), expected)).toEqual([address]);
  const { all, red } = await shown(app);
  expect(all).toEqual([address, ...expected].sort());
  expect(red).toEqual([address]);
  await expect(app.page.getByText('1 address below is not on your list')).toBeVisible();
});

test('without any network it starts and fails at nothing @securityTest offline-start', async ({ launch }) => {
  test.skip(WHY_NOT !== null, WHY_NOT ?? '');
  const file = path.join(traces, 'connections');
  // An issuer nobody answers at, and a proxy nobody answers at for whatever else would go out by HTTP.
  const dead = 'http://127.0.0.1:9';
  const env = { CONDUKTOR_ISSUER: `${dead}/`, HTTP_PROXY: dead, HTTPS_PROXY: dead };
  const app = await launch({ connectionsFile: file, env, signsIn: false });
  await expect(signInScreen(app.page).button).toBeVisible();
  await app.page.waitForTimeout(3000);
  await expect(app.page.getByRole('alert')).toHaveCount(0);
  expect(strangers(await traceOf(file), ['127.0.0.1:9'])).toEqual([]);
});

function issuerOf(env: Readonly<Record<string, string | undefined>>): string {
  return new URL(env['CONDUKTOR_ISSUER'] ?? '').host;
}

/** 50 records, the last framed by a schema, so that the registry is asked. */
async function seed(bootstrap: string): Promise<void> {
  const engine = createEngine(settingsFor('platformatic', bootstrap));
  try {
    const [known] = await engine.describeTopics('all').then((all) => all.filter(({ name }) => name === TOPIC));
    if (known !== undefined) return;
    await engine.createTopics([{ name: TOPIC, partitions: 1, replicas: 1 }]);
    await expect
      .poll(async () => (await engine.offsets(new Map([[TOPIC, [0]]]), { at: 'end' }).catch(() => new Map())).size)
      .toBe(1);
    const avro = Buffer.concat([Buffer.from([0, 0, 0, 0, 7, 14]), Buffer.from('by avro')]);
    const records = Array.from({ length: 50 }, (_, at) => ({
      topic: TOPIC,
      key: null,
      value: Buffer.from(`record ${at}`),
    }));
    await engine.produce([{ topic: TOPIC, key: null, value: avro }, ...records]);
  } finally {
    await engine.close();
  }
}
