import type { RecordToSend } from '../../kafka/index.ts';
import { exact, jsonText } from './json-text.ts';
import { COUNTRIES } from './people.ts';
import { seededRandom, type Random } from './random.ts';

const MINUTE_MS = 60_000;

/** Lines of a service's log as they are written: text, no key, a stack trace now and then. */
export function sampleLogs(now: number): ReadonlyArray<RecordToSend> {
  const random = seededRandom(20_264);
  const count = 1_500;
  return Array.from({ length: count }, (_, index) => {
    const timestampMs = now - (count - index) * MINUTE_MS;
    const line = `${new Date(timestampMs).toISOString()} ${logLine(random)}`;
    return { topic: 'application-logs', partition: index % 4, key: null, value: Buffer.from(line), timestampMs };
  });
}

function logLine(random: Random): string {
  const service = random.pick(['checkout', 'inventory', 'mailer', 'search']);
  const thread = `[${service}-${1 + random.below(8)}]`;
  const dice = random.below(100);
  if (dice < 2) {
    return [
      `ERROR ${thread} Could not reserve stock for order ${random.below(90_000)}`,
      'java.util.concurrent.TimeoutException: no answer from inventory after 2000 ms',
      '\tat example.shop.Inventory.reserve(Inventory.java:118)',
      '\tat example.shop.Checkout.place(Checkout.java:64)',
    ].join('\n');
  }
  if (dice < 10) return `WARN  ${thread} Slow query took ${500 + random.below(3000)} ms`;
  return `INFO  ${thread} ${random.pick(['GET', 'POST'])} /api/${service}/${random.below(5000)} 200 ${random.below(200)} ms`;
}

/** Measurements as CSV lines, one device always in one partition. */
export function sampleMetrics(now: number): ReadonlyArray<RecordToSend> {
  const random = seededRandom(20_265);
  const count = 1_800;
  const headers: RecordToSend['headers'] = [['content-type', Buffer.from('text/csv')]];
  return Array.from({ length: count }, (_, index) => {
    const timestampMs = now - (count - index) * 20_000;
    const device = `device-${String(1 + random.below(48)).padStart(3, '0')}`;
    const [name, unit, base] = random.pick([
      ['temperature', 'C', 180],
      ['humidity', '%', 400],
      ['voltage', 'V', 2290],
    ] as const);
    const reading = ((base + random.below(60)) / 10).toFixed(1);
    const value = `${new Date(timestampMs).toISOString()},${device},${name},${reading},${unit}`;
    return { topic: 'device-metrics', key: Buffer.from(device), value: Buffer.from(value), headers, timestampMs };
  });
}

/** The busy one: many small records of the last hour. */
export function samplePageViews(now: number): ReadonlyArray<RecordToSend> {
  const random = seededRandom(20_266);
  const count = 6_000;
  return Array.from({ length: count }, (_, index) => {
    const session = random.hex(12);
    const value = jsonText({
      // Ids of this kind (time and machine in one number) are far beyond 2^53.
      eventId: exact(1_844_674_407_370_955_000n + BigInt(index)),
      session,
      path: random.pick(['/', '/tea', '/coffee', '/cart', '/checkout', '/help']),
      country: random.pick(COUNTRIES),
      milliseconds: 20 + random.below(900),
      referrer: random.below(3) === 0 ? 'https://search.example/' : null,
    });
    const timestampMs = now - (count - index) * 600;
    return { topic: 'page-views', key: Buffer.from(session), value: Buffer.from(value), timestampMs };
  });
}

/** Bytes that are no text: keys, values and a header. Also an empty value and a null one. */
export function sampleAudit(now: number): ReadonlyArray<RecordToSend> {
  const random = seededRandom(20_267);
  const count = 64;
  return Array.from({ length: count }, (_, index) => {
    // 0xff is in no UTF-8 text, so each of these is surely binary.
    const bytes = Buffer.concat([Buffer.from([0xff, 0x00, index]), random.bytes(24 + random.below(200))]);
    const value = index === 10 ? Buffer.alloc(0) : index === 11 ? null : bytes;
    const headers: RecordToSend['headers'] = [['signature', Buffer.concat([Buffer.from([0xfe]), random.bytes(31)])]];
    const key = Buffer.concat([Buffer.from([0xff]), random.bytes(7)]);
    return {
      topic: 'audit.binary',
      partition: index % 2,
      key,
      value,
      headers,
      timestampMs: now - (count - index) * MINUTE_MS,
    };
  });
}
