import { afterEach, describe, expect, test } from 'vitest';
import { startFakeRegistry, type FakeAnswer, type FakeRegistry } from '../../../tests/support/fake-registry.ts';
import { Secret } from '../../shared/values/secret.ts';
import { createNetwork } from '../network/index.ts';
import type { SchemaRef, SchemaText } from '../serdes/index.ts';
import { createRegistries, type RegistrySettings } from './index.ts';

const opened: Array<{ close(): Promise<void> | void }> = [];

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function serve(answers: Readonly<Record<string, FakeAnswer>> = {}): Promise<FakeRegistry> {
  const fake = await startFakeRegistry(answers);
  opened.push(fake);
  return fake;
}

/** Registries whose clock stands still until it is moved. */
function open(settings: RegistrySettings | null) {
  const time = { now: 1_000 };
  const network = createNetwork();
  const state = { settings, asked: 0 };
  const settingsOf = async () => {
    state.asked += 1;
    return state.settings;
  };
  const registries = createRegistries({ settingsOf, network, clock: () => time.now });
  opened.push({ close: registries.closeAll });
  return { registries, source: registries.schemasOf('c'), time, network, state };
}

function id(number: number): SchemaRef {
  return { kind: 'id', id: number };
}

function schema(
  text: string,
  references: ReadonlyArray<readonly [string, string, number]> = [],
  more: object = {},
): FakeAnswer {
  return {
    body: {
      schema: text,
      references: references.map(([name, subject, version]) => ({ name, subject, version })),
      ...more,
    },
  };
}

async function failureOf(loading: Promise<SchemaText | { readonly failure: string }>): Promise<string> {
  const known = await loading;
  if (!('failure' in known)) throw new Error(`loaded: ${known.title}`);
  return known.failure;
}

describe('a schema', () => {
  test('comes with all it refers to, dependencies first, and a title', async () => {
    const fake = await serve({
      '/schemas/ids/7': schema(
        'order',
        [
          ['b', 'sub/b', 2],
          ['c', 'c', 1],
        ],
        { schemaType: 'PROTOBUF' },
      ),
      '/schemas/ids/7/versions': { body: [{ subject: 'orders-value', version: 3 }] },
      '/subjects/sub%2Fb/versions/2': schema('B', [['d', 'd', 1]]),
      '/subjects/c/versions/1': schema('C', [['d', 'd', 1]]),
      '/subjects/d/versions/1': schema('D'),
    });
    const { source } = open({ urls: [fake.url] });
    expect(source.peek(id(7))).toBeUndefined();
    const expected = {
      type: 'PROTOBUF',
      text: 'order',
      references: [
        { name: 'd', text: 'D' },
        { name: 'b', text: 'B' },
        { name: 'c', text: 'C' },
      ],
      title: 'orders-value version 3, id 7',
    };
    expect(await source.load(id(7))).toEqual(expected);
    expect(source.peek(id(7))).toEqual(expected);
    expect(fake.asked.filter((path) => path.startsWith('/subjects/d/'))).toHaveLength(1);
  });

  test.each([
    ['absent', {}, 'AVRO'],
    ['null', { schemaType: null, references: null }, 'AVRO'],
    ['AVRO', { schemaType: 'AVRO' }, 'AVRO'],
    ['JSON', { schemaType: 'JSON' }, 'JSON'],
  ])('whose type is %s', async (_, more, type) => {
    const fake = await serve({ '/schemas/ids/1': { body: { schema: '"string"', ...more } } });
    expect(await open({ urls: [fake.url] }).source.load(id(1))).toMatchObject({
      type,
      text: '"string"',
      references: [],
    });
  });

  test('has a title as far as the registry tells, and a request it lacks is not made again', async () => {
    const fake = await serve({
      '/schemas/ids/1': schema('1'),
      '/schemas/ids/2': schema('2'),
      '/schemas/ids/1/subjects': { body: ['a', 'b'] },
      '/schemas/ids/2/subjects': { status: 500 },
    });
    fake.otherwise = { status: 404, body: 'Not Found' };
    const { source } = open({ urls: [fake.url] });
    expect(await source.load(id(1))).toMatchObject({ title: 'a and 1 more, id 1' });
    expect(await source.load(id(2))).toMatchObject({ title: 'id 2' });
    expect(fake.asked.filter((path) => path.endsWith('/versions'))).toHaveLength(1);
  });

  test('is found by GUID, and a registry that knows none says so', async () => {
    const guid = '89791762-2336-4186-9674-299b90a802e2';
    const fake = await serve({ [`/schemas/guids/${guid}`]: schema('g', [], { subject: 's', version: 4 }) });
    const { source } = open({ urls: [fake.url] });
    expect(await source.load({ kind: 'guid', guid: guid.toUpperCase() })).toMatchObject({
      text: 'g',
      title: `s version 4, GUID ${guid.toUpperCase()}`,
    });
    fake.otherwise = { status: 404, body: { error_code: 0, message: 'RESTEASY003210: Could not find resource' } };
    const other = guid.replace('8', '9');
    expect(await failureOf(source.load({ kind: 'guid', guid: other }))).toMatch(/does not find schemas by GUID/);
    expect(await failureOf(source.load({ kind: 'guid', guid: '../../subjects' }))).toMatch(/not one a Schema Registry/);
  });

  test('of AWS Glue says what it lacks, without asking anybody', async () => {
    const { source, state } = open(null);
    const ref: SchemaRef = { kind: 'glue', version: 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63' };
    expect(source.peek(ref)).toMatchObject({ failure: expect.stringContaining('AWS credentials') as string });
    expect(await failureOf(source.load(ref))).toContain('AWS credentials');
    expect(state.asked).toBe(0);
  });
});

describe('asking', () => {
  test('happens once for those who ask together, and never again for what is known', async () => {
    const fake = await serve({ '/schemas/ids/1': { ...schema('x'), delayMs: 30 } });
    const { source } = open({ urls: [fake.url] });
    await Promise.all(Array.from({ length: 100 }, () => source.load(id(1))));
    await source.load(id(1));
    expect(fake.asked.filter((path) => path === '/schemas/ids/1')).toHaveLength(1);
  });

  test('for a missing schema is done again only after a while', async () => {
    const fake = await serve();
    const { source, time } = open({ urls: [fake.url] });
    for (let count = 0; count < 5; count++) {
      expect(await failureOf(source.load(id(9)))).toMatch(/^The Schema Registry has no schema with id 9\./);
    }
    expect(fake.asked).toHaveLength(1);
    expect(source.peek(id(9))).toHaveProperty('failure');
    time.now += 30_001;
    expect(source.peek(id(9))).toBeUndefined();
    fake.answers.set('/schemas/ids/9', schema('late'));
    expect(await source.load(id(9))).toMatchObject({ text: 'late' });
  });

  test('with a wrong password happens once, whatever number of schemas is wanted', async () => {
    const fake = await serve();
    fake.otherwise = { status: 401, body: { error_code: 401, message: 'Unauthorized' } };
    const auth = { kind: 'basic', username: 'bob', password: new Secret('canary') } as const;
    const { source, time } = open({ urls: [fake.url], auth });
    const failures = await Promise.all(Array.from({ length: 50 }, (_, at) => failureOf(source.load(id(at)))));
    expect(fake.asked).toHaveLength(1);
    for (const failure of failures) expect(failure).toMatch(/refuses the credentials/);
    time.now += 60_000;
    await failureOf(source.load(id(1000)));
    expect(fake.asked).toHaveLength(1);
    expect(failures.join()).not.toContain('canary');
  });

  test('a cluster without a registry says where to add one', async () => {
    const { source } = open(null);
    expect(await failureOf(source.load(id(1)))).toBe(
      'This cluster has no Schema Registry. Add its address in the settings of the cluster.',
    );
  });

  test('goes on to the next address, and begins there the next time', async () => {
    const away = await serve();
    await away.close();
    const broken = await serve();
    broken.otherwise = { status: 503, body: 'down' };
    const good = await serve({ '/schemas/ids/1': schema('1'), '/schemas/ids/2': schema('2') });
    const { source } = open({ urls: [away.url, broken.url, good.url] });
    expect(await source.load(id(1))).toMatchObject({ text: '1' });
    const before = broken.asked.length;
    expect(await source.load(id(2))).toMatchObject({ text: '2' });
    expect(broken.asked).toHaveLength(before);
  });

  test('after close uses the settings as they are by then, and forgets what it knew', async () => {
    const one = await serve({ '/schemas/ids/1': schema('one') });
    const two = await serve({ '/schemas/ids/1': schema('two') });
    const { source, registries, state } = open({ urls: [one.url] });
    expect(await source.load(id(1))).toMatchObject({ text: 'one' });
    state.settings = { urls: [two.url] };
    expect(await source.load(id(1))).toMatchObject({ text: 'one' });
    registries.close('c');
    expect(await source.load(id(1))).toMatchObject({ text: 'two' });
  });

  test('ends when the cluster is closed', async () => {
    const fake = await serve({ '/schemas/ids/1': { ...schema('x'), delayMs: 5_000 } });
    const { source, registries } = open({ urls: [fake.url] });
    const loading = source.load(id(1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    registries.close('c');
    expect(await failureOf(loading)).toMatch(/cancelled/);
  });

  test('stands in the ledger with its purpose', async () => {
    const fake = await serve({ '/schemas/ids/1': schema('x') });
    const { source, network } = open({ urls: [fake.url] });
    await source.load(id(1));
    expect(network.ledger()).toMatchObject([{ host: '127.0.0.1', purpose: 'Schema Registry' }]);
  });
});

describe('references', () => {
  test('that go round in circles are refused', async () => {
    const fake = await serve({
      '/schemas/ids/1': schema('x', [['a', 'a', 1]]),
      '/subjects/a/versions/1': schema('a', [['b', 'b', 1]]),
      '/subjects/b/versions/1': schema('b', [['a2', 'a', 1]]),
    });
    expect(await failureOf(open({ urls: [fake.url] }).source.load(id(1)))).toMatch(/a version 1 refers to itself/);
  });

  test('without end, downwards or sideways, are refused after a bounded number of questions', async () => {
    const fake = await serve({ '/schemas/ids/1': schema('x', [['s0', 's0', 1]]) });
    for (let at = 0; at < 100; at++)
      fake.answers.set(`/subjects/s${at}/versions/1`, schema('', [[`s${at + 1}`, `s${at + 1}`, 1]]));
    const { source } = open({ urls: [fake.url] });
    expect(await failureOf(source.load(id(1)))).toMatch(/deeper than 20/);
    const wide = Array.from({ length: 600 }, (_, at) => [`w${at}`, 'leaf', 1] as const);
    fake.answers.set('/schemas/ids/2', schema('x', wide));
    fake.answers.set('/subjects/leaf/versions/1', schema('leaf'));
    expect(await failureOf(source.load(id(2)))).toMatch(/more than 500/);
    expect(fake.asked.length).toBeLessThan(560);
  });

  test('that are missing name the schema that needs them', async () => {
    const fake = await serve({ '/schemas/ids/1': schema('x', [['a', 'gone', 4]]) });
    expect(await failureOf(open({ urls: [fake.url] }).source.load(id(1)))).toMatch(
      /^schema with id 1 refers to another that could not be had\. The Schema Registry at .* does not have it/,
    );
  });
});

describe('what is no registry', () => {
  const CASES: ReadonlyArray<readonly [string, FakeAnswer, RegExp]> = [
    [
      'a web page',
      { body: '<!DOCTYPE html><html>canary</html>', headers: { 'content-type': 'text/html' } },
      /not as a Schema Registry does/,
    ],
    ['a web page for 404', { status: 404, body: '<html>canary' }, /does not know this request/],
    ['nothing', { body: '' }, /not as a Schema Registry does/],
    ['other JSON', { body: { secret: 'canary' } }, /form that is not/],
    ['a list', { body: ['canary'] }, /form that is not/],
    ['a number for a schema', { body: { schema: 5 } }, /form that is not/],
    ['wrong references', { body: { schema: 's', references: 'canary' } }, /form that is not/],
    ['500', { status: 500, body: 'Traceback: canary' }, /failed with status 500\. Try/],
    [
      '500 with words',
      { status: 500, body: { error_code: 50001, message: 'Error in the\nbackend' } },
      /status 500: “Error in the backend”\. Try/,
    ],
    ['429', { status: 429, body: {} }, /status 429/],
    ['403', { status: 403, body: { error_code: 40301, message: 'canary' } }, /does not allow/],
    ['401', { status: 401, body: 'canary' }, /asks for a user and password/],
    ['another type', { body: { schema: 's', schemaType: 'XML\n'.repeat(20) } }, /of type XML/],
    ['a break in the middle', { body: { schema: 's' }, breaksOff: true }, /broke off/],
    ['deep JSON', { body: '['.repeat(200_000) }, /not as a Schema Registry does/],
    ['__proto__', { body: '{"__proto__":{"polluted":1},"schema":5}' }, /form that is not/],
    ['far too much', { body: { schema: 'x'.repeat(6_000_000) } }, /far more than was asked for/],
    ['a redirect to a file', { status: 302, headers: { location: 'file:///etc/passwd' } }, /not one of the web/],
    [
      'a redirect to a cloud’s credentials',
      { status: 307, headers: { location: 'http://169.254.169.254/latest' } },
      /own set-up/,
    ],
  ];

  test.each(CASES)('%s is told in a sentence, without its text', async (_, answer, sentence) => {
    const fake = await serve();
    fake.otherwise = answer;
    const failure = await failureOf(open({ urls: [fake.url] }).source.load(id(1)));
    expect(failure).toMatch(sentence);
    expect(failure).not.toContain('canary');
    expect(failure.length).toBeLessThan(600);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('a registry that repeats our token does not get it into the sentence', async () => {
    const fake = await serve();
    fake.otherwise = {
      status: 500,
      body: {
        error_code: 500,
        message: `nobody is known by canary-token-1 nor Bearer canary-token-1 ${'x'.repeat(5000)}`,
      },
    };
    const auth = { kind: 'bearer', token: new Secret('canary-token-1') } as const;
    const failure = await failureOf(open({ urls: [fake.url], auth }).source.load(id(1)));
    expect(failure).not.toContain('canary');
    expect(failure.length).toBeLessThan(400);
    expect(fake.headers[0]?.authorization).toBe('Bearer canary-token-1');
  });
});

describe('the test of the form', () => {
  test('counts subjects and says what it is', async () => {
    const fake = await serve({
      '/subjects': { body: ['a', 'b'] },
      '/v1/metadata/version': { body: { version: '7.9.1', commitId: 'abc' } },
      '/apis/ccompat/v7/subjects': { body: [] },
    });
    const { registries } = open(null);
    expect(await registries.test({ urls: [fake.url] })).toEqual({
      subjects: 2,
      kind: 'Confluent Schema Registry 7.9.1',
    });
    expect(await registries.test({ urls: [`${fake.url}/apis/ccompat/v7`] })).toEqual({
      subjects: 0,
      kind: 'Apicurio Registry',
    });
    fake.answers.delete('/v1/metadata/version');
    expect(await registries.test({ urls: [fake.url] })).toEqual({ subjects: 2, kind: 'Schema Registry' });
  });

  test('fails with the code of the failure', async () => {
    const fake = await serve();
    const { registries } = open(null);
    fake.otherwise = { status: 401, body: {} };
    await expect(registries.test({ urls: [fake.url] })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    fake.otherwise = { body: '<html>' };
    await expect(registries.test({ urls: [fake.url] })).rejects.toMatchObject({
      code: 'REGISTRY_ERROR',
      hint: expect.stringContaining('/apis/ccompat/v7') as string,
    });
    await fake.close();
    await expect(registries.test({ urls: [fake.url] })).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' });
  });
});
