import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startFakeRegistry, type FakeAnswer, type FakeRegistry } from '../../../tests/support/fake-registry.ts';
import { createNetwork } from '../network/index.ts';
import { createRegistries } from './index.ts';

/** What other registries than the one of the integration tests answered, replayed. */
const FIXTURES = join(import.meta.dirname, '..', '..', '..', 'tests', 'fixtures', 'registries.json');
type Observed = { readonly registry: string; readonly answers: Readonly<Record<string, FakeAnswer>> };
const OBSERVED = Object.entries(JSON.parse(readFileSync(FIXTURES, 'utf8')) as Record<string, Observed>);

const opened: FakeRegistry[] = [];

afterEach(async () => {
  for (const fake of opened.splice(0)) await fake.close();
});

async function open(observed: Observed) {
  const fake = await startFakeRegistry(observed.answers);
  opened.push(fake);
  fake.otherwise = { status: 404, body: 'Not Found' };
  const settings = { urls: [fake.url] };
  const registries = createRegistries({
    settingsOf: async () => settings,
    network: createNetwork(),
    clock: () => 0,
  });
  return { fake, settings, registries, source: registries.schemasOf('c') };
}

describe.each(OBSERVED)('the answers of %s', (name, observed) => {
  test('give an Avro schema with a title', async () => {
    const { source } = await open(observed);
    const known = await source.load({ kind: 'id', id: 1 });
    expect(known).toMatchObject({ type: 'AVRO', references: [] });
    expect(known).toMatchObject({ title: name === 'karapace' ? 't version 1, id 1' : 'user-value version 1, id 1' });
  });

  test('say that a schema is not there', async () => {
    const { source } = await open(observed);
    const known = await source.load({ kind: 'id', id: 9999 });
    expect(known).toMatchObject({ failure: expect.stringMatching(/^The Schema Registry has no schema with id 9999/) });
  });

  test('give Protobuf and its import', async () => {
    const { fake, source } = await open(observed);
    // By id the same body comes as by subject, less what names the subject.
    const order = observed.answers['/subjects/order-value/versions/latest']!;
    const { schema, schemaType, references } = order.body as Record<string, unknown>;
    fake.answers.set('/schemas/ids/7', { body: { schema, schemaType, references } });
    fake.answers.set('/subjects/common.proto/versions/1', { body: { schema: 'syntax = "proto3";' } });
    expect(await source.load({ kind: 'id', id: 7 })).toMatchObject({
      type: 'PROTOBUF',
      references: [{ name: 'common.proto', text: 'syntax = "proto3";' }],
    });
  });

  test('pass the test of the form', async () => {
    const { registries, settings } = await open(observed);
    expect(await registries.test(settings)).toEqual({
      subjects: (observed.answers['/subjects']?.body as unknown[]).length,
      kind: 'Schema Registry',
    });
  });
});
