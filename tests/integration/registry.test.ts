import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMaterialFile } from '../../src/core/kafka/index.ts';
import { createNetwork } from '../../src/core/network/index.ts';
import {
  createRegistries,
  resolveRegistry,
  type RegistryProfile,
  type RegistrySettings,
} from '../../src/core/registry/index.ts';
import type { ClusterSecrets } from '../../src/core/settings/index.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import { startApicurio, type Apicurio } from '../support/apicurio.ts';
import { makeWebCertificates } from '../support/certificates.ts';

/** A real registry, read by the room as the app does it; and the same registry behind TLS, certificates and passwords. */
let apicurio: Apicurio;
const ids: Record<string, number> = {};

const ADDRESS = { type: 'record', name: 'Addr', namespace: 'eco', fields: [{ name: 'city', type: 'string' }] };
const PERSON = { type: 'record', name: 'Person', namespace: 'eco', fields: [{ name: 'a', type: 'eco.Addr' }] };
const MONEY = 'syntax = "proto3"; package eco; message Money { string cur = 1; int64 units = 2; }';
const LINE = 'syntax = "proto3"; package eco; import "money.proto"; message Line { string sku = 1; Money price = 2; }';
const ORDER =
  'syntax = "proto3"; package eco; import "line.proto"; import "google/protobuf/timestamp.proto"; message Order { repeated Line lines = 1; google.protobuf.Timestamp at = 2; }';

beforeAll(async () => {
  apicurio = await startApicurio();
  const refer = (name: string, subject: string) => ({ references: [{ name, subject, version: 1 }] });
  await apicurio.register('addr', { schema: JSON.stringify(ADDRESS) });
  ids['avro'] = await apicurio.register('person-value', {
    schema: JSON.stringify(PERSON),
    ...refer('eco.Addr', 'addr'),
  });
  await apicurio.register('money.proto', { schema: MONEY, schemaType: 'PROTOBUF' });
  await apicurio.register('line/proto', {
    schema: LINE,
    schemaType: 'PROTOBUF',
    ...refer('money.proto', 'money.proto'),
  });
  ids['protobuf'] = await apicurio.register('order-value', {
    schema: ORDER,
    schemaType: 'PROTOBUF',
    ...refer('line.proto', 'line/proto'),
  });
  await apicurio.register('jaddr', {
    schema: '{"$id":"addr.json","type":"object","properties":{"city":{"type":"string"}}}',
    schemaType: 'JSON',
  });
  ids['json'] = await apicurio.register('jperson-value', {
    schema: '{"type":"object","properties":{"a":{"$ref":"addr.json"}}}',
    schemaType: 'JSON',
    ...refer('addr.json', 'jaddr'),
  });
}, 600_000);

afterAll(() => apicurio.stop());

function sourceOf(settings: RegistrySettings) {
  const registries = createRegistries({ settingsOf: async () => settings, network: createNetwork(), clock: Date.now });
  return { source: registries.schemasOf('c'), registries };
}

describe('Apicurio', () => {
  test('gives Avro with the record it refers to', async () => {
    const { source } = sourceOf({ urls: [apicurio.url] });
    const known = await source.load({ kind: 'id', id: ids['avro']! });
    if ('failure' in known) throw new Error(known.failure);
    expect(known.type).toBe('AVRO');
    expect(JSON.parse(known.text)).toEqual(PERSON);
    expect(known.references.map(({ name, text }) => [name, JSON.parse(text)])).toEqual([['eco.Addr', ADDRESS]]);
    expect(known.title).toBe(`person-value version 1, id ${ids['avro']}`);
  });

  test('gives Protobuf with imports of imports, the deepest first', async () => {
    const known = await sourceOf({ urls: [apicurio.url] }).source.load({ kind: 'id', id: ids['protobuf']! });
    expect(known).toEqual({
      type: 'PROTOBUF',
      text: ORDER,
      references: [
        { name: 'money.proto', text: MONEY },
        { name: 'line.proto', text: LINE },
      ],
      title: `order-value version 1, id ${ids['protobuf']}`,
    });
  });

  test('gives JSON Schema with what it refers to', async () => {
    const known = await sourceOf({ urls: [apicurio.url] }).source.load({ kind: 'id', id: ids['json']! });
    expect(known).toMatchObject({ type: 'JSON', references: [{ name: 'addr.json' }] });
  });

  test('does not have an id, knows no GUIDs, and at another path is no registry', async () => {
    const { source } = sourceOf({ urls: [apicurio.url] });
    expect(await source.load({ kind: 'id', id: 99_999 })).toMatchObject({
      failure: expect.stringMatching(/has no schema with id 99999/) as string,
    });
    const guid = '89791762-2336-4186-9674-299b90a802e2';
    expect(await source.load({ kind: 'guid', guid })).toMatchObject({
      failure: expect.stringMatching(/does not find schemas by GUID/) as string,
    });
    const root = new URL(apicurio.url).origin;
    await expect(sourceOf({ urls: [root] }).registries.test({ urls: [root] })).rejects.toMatchObject({
      code: 'REGISTRY_ERROR',
      hint: expect.stringContaining('/apis/ccompat/v7') as string,
    });
  });

  test('passes the test of the form', async () => {
    const { registries } = sourceOf({ urls: [apicurio.url] });
    expect(await registries.test({ urls: [apicurio.url] })).toEqual({ subjects: 7, kind: 'Apicurio Registry' });
  });
});

describe('a registry behind a gate', () => {
  const certificates = makeWebCertificates();
  const folder = mkdtempSync(join(tmpdir(), 'registry-test-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return { kind: 'file', path: join(folder, name) } as const;
  };

  /** Passes on what carries the right `authorization`; by TLS, and where `isMutual` only for certificates it knows. */
  async function gate(expected: string | undefined, isMutual = false) {
    const { server: identity, ca } = certificates;
    const server = createTlsServer(
      { cert: identity.certificate, key: identity.key, ca, requestCert: isMutual, rejectUnauthorized: isMutual },
      (incoming, outgoing) => {
        if (expected !== undefined && incoming.headers.authorization !== expected) {
          return void outgoing.writeHead(401).end('{"error_code":401,"message":"Unauthorized"}');
        }
        const { hostname, port } = new URL(apicurio.url);
        httpRequest({ hostname, port, path: incoming.url }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
        }).end();
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    return { url: `https://127.0.0.1:${port}/apis/ccompat/v7`, close };
  }

  /** From a profile, as the app does it. */
  async function ask(profile: Partial<RegistryProfile>, secrets: ClusterSecrets = {}) {
    const none = { kind: 'none' } as const;
    const tls = { ca: { kind: 'text', pem: certificates.ca }, certificate: none, key: none, serverName: '' } as const;
    const settings = await resolveRegistry({
      profile: { urls: '', auth: 'none', username: '', tls, ...profile },
      secrets,
      secretNames: [],
      readFile: readMaterialFile,
      clock: Date.now,
    });
    return sourceOf(settings!).registries.test(settings!);
  }

  test('opens for the right user and password, and for nobody else', async () => {
    const { url, close } = await gate(`Basic ${Buffer.from('bob:s3cret').toString('base64')}`);
    const basic = { urls: url, auth: 'basic', username: 'bob' } as const;
    expect(await ask(basic, { registryPassword: new Secret('s3cret') })).toMatchObject({ subjects: 7 });
    await expect(ask(basic, { registryPassword: new Secret('wrong') })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    await expect(ask({ urls: url })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    await close();
  });

  test('opens for the right token', async () => {
    const { url, close } = await gate('Bearer t0ken');
    const bearer = { urls: url, auth: 'bearer' } as const;
    expect(await ask(bearer, { registryToken: new Secret('t0ken') })).toMatchObject({ subjects: 7 });
    await expect(ask(bearer, { registryToken: new Secret('other') })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    await expect(ask(bearer)).rejects.toMatchObject({ code: 'BAD_INPUT', context: { field: 'draft.registry.token' } });
    await close();
  });

  test('opens for the right certificate, from files, and names what is missing', async () => {
    const { url, close } = await gate(undefined, true);
    const { ca, client } = certificates;
    const mutual = {
      ca: file('ca.pem', ca),
      certificate: file('client.pem', client.certificate),
      key: file('client.key', client.key),
      serverName: '',
    };
    expect(await ask({ urls: url, tls: mutual })).toMatchObject({ subjects: 7 });
    await expect(ask({ urls: url })).rejects.toMatchObject({ code: 'TLS_CLIENT_CERT_REQUIRED' });
    const none = { kind: 'none' } as const;
    const untrusting = { ca: none, certificate: none, key: none, serverName: '' };
    await expect(ask({ urls: url, tls: untrusting })).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
    await expect(ask({ urls: url, tls: { ...mutual, key: none } })).rejects.toMatchObject({
      code: 'TLS_MATERIAL',
      message: expect.stringMatching(/^Schema Registry: /) as string,
    });
    await close();
  });

  test('is found at the second address when the first is down', async () => {
    const down = createServer();
    await new Promise<void>((resolve) => down.listen(0, '127.0.0.1', resolve));
    const { port } = down.address() as AddressInfo;
    await new Promise((resolve) => down.close(resolve));
    const urls = `http://127.0.0.1:${port}, ${apicurio.url}`;
    expect(await ask({ urls })).toMatchObject({ subjects: 7 });
  });
});
