import { expect, test } from 'vitest';
import { PageError } from '../../shared/contract/page-error.ts';
import { AppError } from '../../shared/errors.ts';
import { describePageError, watchPageErrors } from './page-errors.ts';

const ORIGIN = 'app://conduktor';
const CANARIES = ['hunter2', 'orders-topic', 'broker-9', 'alice'];

function thrown(error: Error, stack: string): Error {
  return Object.assign(error, { stack });
}

const LEAKY = 'SASL of alice:hunter2 failed on broker-9.example.com for orders-topic';
const STACK = `TypeError: ${LEAKY}
    at open orders-topic (app://conduktor/assets/records-Ab_1-x.js:12:345)
    at async Promise.all (index 0)
    at app://conduktor/assets/index-BH5fq1WP.js:1:2
    at alice (https://broker-9.example.com/assets/orders-topic.js:1:1)
    at eval (eval at alice (app://conduktor/assets/index-BH5fq1WP.js:1:2), <anonymous>:1:1)
    at new Foo (app://conduktor/assets/../orders-topic.js:1:1)`;

test('an error of the page is told by its class and its places in our files, and nothing it says @securityTest page-error-closed', () => {
  const told = describePageError(thrown(new TypeError(LEAKY), STACK), 'error', ORIGIN);
  expect(told).toEqual({
    from: 'error',
    name: 'TypeError',
    code: null,
    places: [
      { file: 'assets/records-Ab_1-x.js', line: 12, column: 345 },
      { file: 'assets/index-BH5fq1WP.js', line: 1, column: 2 },
    ],
  });
  expect(PageError.parse(told)).toEqual(told);
  expect(CANARIES.filter((canary) => JSON.stringify(told).includes(canary))).toEqual([]);
  // Twin: the same check finds all of them in the error as it is.
  expect(CANARIES.filter((canary) => STACK.includes(canary))).toEqual(CANARIES);
});

test('a message that looks like a stack names no file', () => {
  const message = 'x\n    at alice (app://conduktor/assets/orders-topic.js:1:1)';
  const error = thrown(new Error(message), `Error: ${message}\n    at b (app://conduktor/assets/index-1.js:3:4)`);
  expect(describePageError(error, 'rejection', ORIGIN).places).toEqual([
    { file: 'assets/index-1.js', line: 3, column: 4 },
  ]);
});

test.each([
  [Object.assign(new Error('x'), { name: 'orders-topic' }), { name: 'Error', code: null }],
  [new AppError('TOPIC_NOT_FOUND', 'There is no orders-topic.'), { name: 'AppError', code: 'TOPIC_NOT_FOUND' }],
  [Object.assign(new Error('x'), { code: 'orders-topic' }), { name: 'Error', code: null }],
  ['orders-topic', { name: 'Error', code: null, places: [] }],
  [
    { name: 'orders-topic', stack: STACK },
    { name: 'Error', code: null, places: [] },
  ],
])('class and code are of closed lists: %s', (error, shape) => {
  const told = describePageError(error, 'render', ORIGIN);
  expect(told).toMatchObject(shape);
  expect(PageError.safeParse(told).success).toBe(true);
});

test.each([
  { message: 'x' },
  { name: 'orders-topic' },
  { places: [{ file: 'assets/orders topic.js', line: 1, column: 1 }] },
  { places: [{ file: 'C:/Users/alice/assets/x.js', line: 1, column: 1 }] },
  { code: 'orders-topic' },
])('the contract has no place for %j', (change) => {
  const good = { from: 'error', name: 'Error', code: null, places: [] };
  expect(PageError.safeParse(good).success).toBe(true);
  expect(PageError.safeParse({ ...good, ...change }).success).toBe(false);
});

test('what nobody caught is told from wherever it comes, each once and few in a minute', () => {
  const page = Object.assign(new EventTarget(), { location: { origin: ORIGIN } }) as unknown as Window;
  const told: PageError[] = [];
  let now = 0;
  const tellCaught = watchPageErrors(
    page,
    (error) => told.push(error),
    () => now,
  );
  const fail = (line: number) => thrown(new RangeError('x'), `RangeError: x\n    at ${ORIGIN}/assets/a.js:${line}:1`);
  const uncaught = (error: unknown) => page.dispatchEvent(Object.assign(new Event('error'), { error }));
  for (let time = 0; time < 1_000; time += 1) uncaught(fail(1));
  uncaught(undefined); // A picture that did not load.
  page.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: fail(2) }));
  tellCaught(fail(3));
  expect(told.map(({ from, places }) => [from, places[0]?.line])).toEqual([
    ['error', 1],
    ['rejection', 2],
    ['render', 3],
  ]);
  for (let line = 10; line < 100; line += 1) uncaught(fail(line));
  expect(told).toHaveLength(10);
  now = 60_001;
  uncaught(fail(200));
  uncaught(fail(1));
  expect(told).toHaveLength(11);
});
