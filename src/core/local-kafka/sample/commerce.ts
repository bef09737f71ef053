import type { RecordToSend } from '../../kafka/index.ts';
import { exact, jsonText, money } from './json-text.ts';
import { FIRST_ORDER_ID, ORDER_COUNT, orderTime } from './orders.ts';
import { COUNTRIES, CUSTOMER_COUNT, person } from './people.ts';
import { seededRandom, type Random } from './random.ts';

const PAYMENT_COUNT = 900;
const MINUTE_MS = 60_000;

/** Payments of the newest orders: JSON some levels deep. */
export function samplePayments(now: number): ReadonlyArray<RecordToSend> {
  const random = seededRandom(20_262);
  return Array.from({ length: PAYMENT_COUNT }, (_, at) => payment(ORDER_COUNT - PAYMENT_COUNT + at, now, random));
}

function payment(index: number, now: number, random: Random): RecordToSend {
  const orderId = FIRST_ORDER_ID + BigInt(index);
  const timestampMs = orderTime(index, now);
  const paymentId = `pay_${random.hex(16)}`;
  const score = random.below(100);
  const attempts = Array.from({ length: score > 90 ? 2 : 1 }, (_, attempt) => ({
    at: new Date(timestampMs + attempt * 900).toISOString(),
    gateway: { name: random.pick(['north', 'harbour']), latencyMs: 40 + random.below(400) },
    outcome:
      score > 90 && attempt === 0 ? { ok: false, reason: { code: 'DO_NOT_HONOUR', retryable: true } } : { ok: true },
  }));
  const value = jsonText({
    paymentId,
    orderId: exact(orderId),
    amount: { value: money(499 + random.below(40_000)), currency: 'EUR' },
    method: method(random),
    risk: {
      score,
      rules: [
        { name: 'velocity', hit: score > 70 },
        { name: 'new-device', hit: score > 85 },
      ],
    },
    attempts,
  });
  const headers: RecordToSend['headers'] = [['content-type', Buffer.from('application/json')]];
  return { topic: 'payments', key: Buffer.from(paymentId), value: Buffer.from(value), headers, timestampMs };
}

function method(random: Random) {
  const card = { brand: random.pick(['visa', 'mastercard', 'amex']), last4: String(1000 + random.below(9000)) };
  return random.below(3) === 0
    ? { kind: 'transfer', account: { country: random.pick(COUNTRIES), bank: `BANK${random.below(90) + 10}` } }
    : { kind: 'card', card: { ...card, expires: { month: 1 + random.below(12), year: 2027 + random.below(4) } } };
}

/** Customers as a table: the last record of a key is its state, a null value removes it. */
export function sampleCustomers(now: number): ReadonlyArray<RecordToSend> {
  const random = seededRandom(20_263);
  const total = CUSTOMER_COUNT + 80;
  const records: RecordToSend[] = [];
  const add = (index: number, state: 'new' | 'changed' | 'removed') => {
    const { id, ...rest } = person(index);
    const value = jsonText({
      customerId: id,
      ...rest,
      tier: state === 'changed' ? 'gold' : random.pick(['standard', 'silver']),
      marketing: { email: random.below(2) === 0, phone: false },
    });
    const timestampMs = now - (total - records.length) * 10 * MINUTE_MS;
    records.push({
      topic: 'customers',
      key: Buffer.from(String(id)),
      value: state === 'removed' ? null : Buffer.from(value),
      timestampMs,
    });
  };
  for (let index = 0; index < CUSTOMER_COUNT; index++) add(index, 'new');
  for (let index = 0; index < 60; index++) add(index * 5, 'changed');
  for (let index = 0; index < 20; index++) add(index * 13 + 1, 'removed');
  return records;
}
