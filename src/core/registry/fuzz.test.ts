import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeRegistry, type FakeAnswer, type FakeRegistry } from '../../../tests/support/fake-registry.ts';
import { createNetwork } from '../network/index.ts';
import { createRegistries } from './index.ts';

/** Registries that answer anything: a schema or a sentence comes out, soon, and nothing else happens. */
/** More with LONG_TESTS. */
const ROUNDS = process.env['LONG_TESTS'] === undefined ? 150 : 2_000;
const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
let fake: FakeRegistry;

beforeAll(async () => {
  process.stdout.write(`registry fuzz: seed ${SEED}\n`);
  fake = await startFakeRegistry();
});

afterAll(() => fake.close());

/** Mulberry32: small, and the same numbers for the same seed everywhere. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const VALUES: ReadonlyArray<unknown> = [
  null,
  true,
  -1,
  2 ** 53,
  '',
  'AVRO',
  'x'.repeat(5000),
  '\u0000\u202e',
  [],
  [[]],
  {},
  { name: 'a', subject: '../../admin', version: 1 },
  { name: '__proto__', subject: 'a/b?c#d', version: -1 },
  [{ name: 'constructor', subject: 'a', version: 1 }],
  Array.from({ length: 50 }, (_, at) => ({ name: `n${at}`, subject: 'a', version: at })),
];
const STATUSES = [200, 200, 200, 200, 201, 204, 301, 302, 304, 400, 404, 409, 418, 422, 429, 500, 502, 503, 599];
const LOCATIONS = ['', '/', 'http://127.0.0.1:1/', 'file:///etc/passwd', '//[', 'http://a:b@c/', '\t', '?x=1'];

function randomAnswer(random: (below: number) => number): FakeAnswer {
  const pick = <T>(from: ReadonlyArray<T>): T => from[random(from.length)] as T;
  const body: Record<string, unknown> = { schema: '"string"' };
  for (const key of ['schema', 'schemaType', 'references', 'subject', 'version', 'error_code', 'message']) {
    if (random(8) === 0) body[key] = pick(VALUES);
  }
  const text = random(4) === 0 ? JSON.stringify(pick(VALUES)) : JSON.stringify(body);
  const cut = random(5) === 0 ? text.slice(0, random(text.length + 1)) : text;
  const status = pick(STATUSES);
  const headers = {
    ...(random(6) === 0 ? { 'content-encoding': pick(['gzip', 'br', 'deflate', 'identity', 'nonsense']) } : {}),
    ...(status === 301 || status === 302 ? { location: pick(LOCATIONS) } : {}),
  };
  return { status, body: status === 204 || status === 304 ? '' : cut, headers, breaksOff: random(20) === 0 };
}

test('registries that answer anything', async () => {
  const random = randomOf(SEED);
  const network = createNetwork();
  const before = Object.getOwnPropertyNames(Object.prototype).join();
  let loaded = 0;
  for (let round = 0; round < ROUNDS; round++) {
    fake.answers.set('/schemas/ids/1', randomAnswer(random));
    fake.otherwise = randomAnswer(random);
    const settings = { urls: [fake.url] };
    const registries = createRegistries({ settingsOf: async () => settings, network, clock: () => 0 });
    const start = performance.now();
    const known = await registries.schemasOf('c').load({ kind: 'id', id: 1 });
    expect(performance.now() - start, `seed ${SEED}, round ${round}`).toBeLessThan(3_000);
    if ('failure' in known) expect(known.failure, `seed ${SEED}, round ${round}`).toMatch(/^[^\n]{10,900}$/);
    else loaded += 1;
    registries.closeAll();
  }
  // One answer in nine or so is right; in a hundred and fifty there is always one.
  expect(loaded, `seed ${SEED}`).toBeGreaterThan(0);
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
}, 120_000);
