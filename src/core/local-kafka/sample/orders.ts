import type { RecordToSend } from '../../kafka/index.ts';
import { exact, jsonText, money } from './json-text.ts';
import { somebody } from './people.ts';
import { seededRandom, type Random } from './random.ts';

/** 2^53 + 1: the first whole number that JavaScript's own numbers cannot hold. */
export const FIRST_ORDER_ID = 9_007_199_254_740_993n;
export const ORDER_COUNT = 1_200;
/** Orders come this far apart: some three days for all of them. */
const ORDER_EVERY_MS = 216_000;

const PRODUCTS = [
  ['TEA-0107', 'Earl Grey, loose leaf, 250 g', 1290],
  ['MUG-2201', 'Stoneware mug “Kiln”', 1850],
  ['KTL-0042', 'Gooseneck kettle 0.9 l', 7995],
  ['COF-3310', 'Yirgacheffe whole bean, 1 kg', 3149],
  ['GRD-0008', 'Hand grinder, steel burrs', 12900],
  ['FLT-1001', 'Paper filters, 100', 499],
] as const;
const SOURCES = ['web-shop', 'mobile-app', 'store-till', 'partner-api'] as const;
const STATUSES = ['NEW', 'PAID', 'PACKED', 'SHIPPED', 'DELIVERED', 'RETURNED'] as const;

/** When order number `index` was made; the newest at `now` exactly, each later than the one before. */
export function orderTime(index: number, now: number): number {
  return now - (ORDER_COUNT - 1 - index) * ORDER_EVERY_MS;
}

/**
 * The records of `orders` in the order they are produced, which is the order of their timestamps; the last is at `now`.
 * The same for the same `now`, so a test can compare what it reads with what was sent.
 */
export function sampleOrders(now: number): ReadonlyArray<RecordToSend> {
  const random = seededRandom(20_261);
  return Array.from({ length: ORDER_COUNT }, (_, index) => order(index, now, random));
}

function order(index: number, now: number, random: Random): RecordToSend {
  const id = FIRST_ORDER_ID + BigInt(index);
  const timestampMs = orderTime(index, now);
  const { email: _email, ...customer } = somebody(random);
  const lines = Array.from({ length: 1 + random.below(4) }, () => {
    const [sku, title, cents] = random.pick(PRODUCTS);
    return { sku, title, cents, quantity: 1 + random.below(3) };
  });
  const total = lines.reduce((sum, line) => sum + line.cents * line.quantity, 0);
  const value = jsonText({
    orderId: exact(id),
    createdAt: new Date(timestampMs).toISOString(),
    status: random.pick(STATUSES),
    customer,
    lines: lines.map(({ cents, ...line }) => ({ ...line, unitPrice: money(cents) })),
    total: money(total),
    currency: 'EUR',
    giftWrap: random.below(8) === 0,
    note: random.below(10) === 0 ? 'Please ring twice.' : null,
  });
  const headers: RecordToSend['headers'] = [
    ['source', Buffer.from(random.pick(SOURCES))],
    ['trace-id', Buffer.from(random.hex(32))],
    ['schema-version', Buffer.from('3')],
  ];
  return { topic: 'orders', key: Buffer.from(id.toString()), value: Buffer.from(value), headers, timestampMs };
}
