import { call } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { createImplementer } from '../guard/index.ts';
import { openSettings, type SecretBox } from '../settings/index.ts';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clustersProcedures } from './clusters-procedures.ts';
import { createConnections } from './connections.ts';
import type { ConnectionSettings, KafkaEngine } from './engine.ts';

const NONE = { kind: 'none' } as const;
const DRAFT = {
  name: 'orders',
  color: '#112233',
  mode: 'read-only',
  engine: 'platformatic',
  bootstrapServers: 'b:9092',
  protocol: 'SASL_PLAINTEXT',
  sasl: { mechanism: 'PLAIN', username: 'bob', password: { kind: 'set', value: 'hunter-two' } },
  tls: {
    tlsFrom: 'pem',
    ca: NONE,
    certificate: NONE,
    key: NONE,
    keyPassphrase: NONE,
    truststore: NONE,
    keystore: NONE,
    serverName: '',
  },
  registry: {
    urls: '',
    auth: 'none',
    username: '',
    password: NONE,
    token: NONE,
    tls: { ca: NONE, certificate: NONE, key: NONE, keyPassphrase: NONE, serverName: '' },
  },
  neverStore: false,
} as const;

/** A box for tests that only need secrets to come back. */
const BOX: SecretBox = {
  kind: 'system',
  sentence: '',
  encrypt: async (text) => Buffer.from(text).toString('base64'),
  decrypt: async (text) => Buffer.from(text, 'base64').toString(),
};

type Opened = { readonly settings: ConnectionSettings; described: number; isClosed: boolean };

/** The real procedures on real settings; the engines only count, or fail when told to. */
async function setUp() {
  let now = 0;
  const settings = await openSettings({
    folder: mkdtempSync(join(tmpdir(), 'clusters-test-')),
    secretBox: BOX,
    clock: () => (now += 1),
    newId: () => crypto.randomUUID(),
  });
  const state = {
    failure: null as AppError | null,
    registry: async (): Promise<{ kind: string; subjects: number } | null> => null,
  };
  const opened: Opened[] = [];
  const closedSessions: string[] = [];
  const createEngine = (of: ConnectionSettings): KafkaEngine => {
    const engine: Opened = { settings: of, described: 0, isClosed: false };
    opened.push(engine);
    return {
      describeCluster: async () => {
        if (state.failure !== null) throw state.failure;
        engine.described += 1;
        const brokers = [3, 1].map((id) => ({ id, host: `b${id}`, port: 9092, rack: null }));
        return { kafkaClusterId: 'k', controllerId: 3, brokers, kafkaVersion: '4.3' };
      },
      close: async () => void (engine.isClosed = true),
    } as Partial<KafkaEngine> as KafkaEngine; // The procedures ask for nothing else.
  };
  const readFile = () => Promise.reject(new Error('no file here'));
  const connections = createConnections({ clusters: settings.clusters, createEngine, readFile, clock: () => now });
  const os = createImplementer({
    licence: { allows: () => true },
    roles: { allows: () => true },
    modeOf: (id) => settings.clusters.get(id)?.mode ?? null,
    mask: (text) => text,
    onBug: (path, error) => expect.unreachable(`${path}: ${String(error)}`),
  });
  const warmed: string[] = [];
  const procedures = clustersProcedures(os, {
    clusters: settings.clusters,
    connections,
    createEngine,
    readFile,
    warmReader: (id) => void warmed.push(id),
    closeSessions: async (id) => void closedSessions.push(id),
    testRegistry: () => state.registry(),
    clock: () => 77,
    stopwatch: (() => {
      let elapsed = 0;
      return () => (elapsed += 12.34);
    })(),
  });
  const context = { context: { caller: { kind: 'desktop' } } } as const;
  const create = () => call(procedures.create, { draft: DRAFT }, context);
  return { procedures, context, settings, connections, opened, closedSessions, warmed, state, create };
}

describe('clusters.test', () => {
  it('connects with the draft, answers with one timed request, and closes', async () => {
    const { procedures, context, opened, settings } = await setUp();
    const overview = await call(procedures.test, { draft: DRAFT }, context);
    expect(overview).toEqual({
      kafkaClusterId: 'k',
      brokers: [
        { id: 1, host: 'b1', port: 9092, rack: null, isController: false },
        { id: 3, host: 'b3', port: 9092, rack: null, isController: true },
      ],
      kafkaVersion: '4.3',
      latencyMs: 12.3,
      asOf: 77,
      registry: null,
    });
    expect(opened).toMatchObject([{ isClosed: true }]);
    expect(opened[0]?.settings.sasl?.password.reveal()).toBe('hunter-two');
    expect(settings.clusters.list()).toEqual([]);
  });

  it('finds the stored password where the form keeps it', async () => {
    const { procedures, context, opened, create } = await setUp();
    const { id } = await create();
    const draft = { ...DRAFT, sasl: { ...DRAFT.sasl, password: { kind: 'keep' } } } as const;
    await call(procedures.test, { draft, clusterId: id }, context);
    expect(opened[0]?.settings.sasl?.password.reveal()).toBe('hunter-two');
  });

  it('closes its connection also when it fails, and passes the error on', async () => {
    const { procedures, context, opened, state } = await setUp();
    state.failure = new AppError('AUTH_FAILED', 'Wrong password.', { hint: 'Type it again.' });
    await expect(call(procedures.test, { draft: DRAFT }, context)).rejects.toMatchObject({
      code: 'APP_ERROR',
      data: { code: 'AUTH_FAILED', message: 'Wrong password.', hint: 'Type it again.' },
    });
    expect(opened).toMatchObject([{ isClosed: true }]);
  });
});

describe('clusters.test with a registry', () => {
  const WORKS = async () => ({ kind: 'Apicurio Registry', subjects: 3 });
  const FAILS = () => Promise.reject(new AppError('AUTH_FAILED', 'Registry: wrong token.', { hint: 'Copy it again.' }));
  const AWAY = new AppError('CONNECTION_REFUSED', 'Nobody there.', { retryable: true });
  const PARTS = 'Kafka answers, but the Schema Registry does not work. Registry: wrong token.';

  it('answers for both', async () => {
    const { procedures, context, state } = await setUp();
    state.registry = WORKS;
    const registry = { kind: 'Apicurio Registry', subjects: 3 };
    expect(await call(procedures.test, { draft: DRAFT }, context)).toMatchObject({ kafkaVersion: '4.3', registry });
  });

  it.each([
    ['the registry', null, FAILS, { code: 'AUTH_FAILED', message: PARTS, hint: 'Copy it again.' }],
    ['Kafka', AWAY, WORKS, { code: 'CONNECTION_REFUSED', message: 'Nobody there. The Schema Registry answers.' }],
    [
      'both',
      AWAY,
      FAILS,
      { message: 'Nobody there. The Schema Registry does not work either: Registry: wrong token.' },
    ],
  ])('says that it is %s', async (_, kafka, registry, data) => {
    const { procedures, context, state } = await setUp();
    state.failure = kafka;
    state.registry = registry;
    await expect(call(procedures.test, { draft: DRAFT }, context)).rejects.toMatchObject({ data });
  });

  it('refuses an address that is none before anything is asked', async () => {
    const { procedures, context, opened } = await setUp();
    const draft = { ...DRAFT, registry: { ...DRAFT.registry, urls: 'file:///etc/passwd' } };
    const error: unknown = await call(procedures.test, { draft }, context).catch((reason: unknown) => reason);
    expect(JSON.stringify(error)).not.toContain('passwd');
    expect(opened).toEqual([]);
  });
});

describe('clusters.open', () => {
  it('gets the reader ready once it is connected, and not where it cannot connect', async () => {
    const { procedures, context, warmed, state, create } = await setUp();
    const { id } = await create();
    state.failure = new AppError('CONNECTION_REFUSED', 'Nobody there.');
    await expect(call(procedures.open, { clusterId: id }, context)).rejects.toThrow('Nobody there.');
    expect(warmed).toEqual([]);
    state.failure = null;
    await call(procedures.open, { clusterId: id }, context);
    expect(warmed).toEqual([id]);
  });

  it('marks the cluster as used now and keeps one connection', async () => {
    const { procedures, context, opened, create } = await setUp();
    const { id } = await create();
    await Promise.all([1, 2, 3].map(() => call(procedures.open, { clusterId: id }, context)));
    await call(procedures.overview, { clusterId: id }, context);
    expect(opened).toHaveLength(1);
    expect((await call(procedures.list, undefined, context))[0]?.lastOpenedAt).not.toBeNull();
  });

  it('does not mark a cluster that could not be reached, and tries again the next time', async () => {
    const { procedures, context, state, create } = await setUp();
    const { id } = await create();
    state.failure = new AppError('CONNECTION_REFUSED', 'No.');
    await expect(call(procedures.open, { clusterId: id }, context)).rejects.toMatchObject({
      data: { code: 'CONNECTION_REFUSED' },
    });
    expect((await call(procedures.list, undefined, context))[0]?.lastOpenedAt).toBeNull();
    state.failure = null;
    await expect(call(procedures.open, { clusterId: id }, context)).resolves.toMatchObject({ kafkaVersion: '4.3' });
  });

  it('tells where there is no such cluster', async () => {
    const { procedures, context } = await setUp();
    await expect(call(procedures.open, { clusterId: 'no' }, context)).rejects.toMatchObject({
      data: { code: 'CLUSTER_NOT_FOUND' },
    });
  });
});

describe('connections', () => {
  it('end when a cluster is changed, so that the new settings count', async () => {
    const { procedures, context, opened, closedSessions, create } = await setUp();
    const { id } = await create();
    await call(procedures.open, { clusterId: id }, context);
    const draft = { ...DRAFT, bootstrapServers: 'new:9093' };
    expect(await call(procedures.update, { clusterId: id, draft }, context)).toMatchObject({ mode: 'read-only' });
    expect(opened).toMatchObject([{ isClosed: true }]);
    expect(closedSessions).toEqual([id]);
    await call(procedures.open, { clusterId: id }, context);
    expect(opened[1]?.settings.bootstrapServers).toEqual([{ host: 'new', port: 9093 }]);
  });

  it('end when a cluster is removed or closed', async () => {
    const { procedures, context, opened, closedSessions, create } = await setUp();
    const [one, two] = [await create(), await create()];
    for (const { id } of [one, two]) await call(procedures.open, { clusterId: id }, context);
    await call(procedures.close, { clusterId: one.id }, context);
    await call(procedures.remove, { clusterId: two.id }, context);
    expect(opened.every((engine) => engine.isClosed)).toBe(true);
    expect(closedSessions).toEqual([one.id, two.id]);
    expect(await call(procedures.list, undefined, context)).toHaveLength(1);
  });

  it('all end together when the app closes', async () => {
    const { procedures, context, connections, opened, create } = await setUp();
    for (const { id } of [await create(), await create()]) await call(procedures.open, { clusterId: id }, context);
    await connections.closeAll();
    expect(opened).toMatchObject([{ isClosed: true }, { isClosed: true }]);
  });

  it('that never opened leave nothing to close', async () => {
    const { connections } = await setUp();
    await expect(connections.get('no')).rejects.toMatchObject({ code: 'CLUSTER_NOT_FOUND' });
    await expect(connections.close('no')).resolves.toBeUndefined();
    expect(connections.isOpen('no')).toBe(false);
  });
});

it('gives no secret away in any answer', async () => {
  const { procedures, context, create } = await setUp();
  const { id } = await create();
  const answers = [
    await call(procedures.list, undefined, context),
    await call(procedures.draft, { clusterId: id }, context),
    await call(procedures.duplicate, { clusterId: id }, context),
    await call(procedures.open, { clusterId: id }, context),
  ];
  expect(JSON.stringify(answers)).not.toContain('hunter');
});
