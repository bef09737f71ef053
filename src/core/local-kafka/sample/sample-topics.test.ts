import { describe, expect, test } from 'vitest';
import { SAMPLE_TOPICS } from './sample-topics.ts';
import { FIRST_ORDER_ID, sampleOrders } from './orders.ts';

const NOW = Date.UTC(2026, 10, 21, 12);

function recordsOf(name: string) {
  return SAMPLE_TOPICS.find(({ topic }) => topic.name === name)!.records(NOW);
}

describe('sample data', () => {
  test.each(SAMPLE_TOPICS)(
    'of $topic.name is the same each time, fits its topic and lies in the past week',
    (sample) => {
      const records = sample.records(NOW);
      expect(records).toEqual(sample.records(NOW));
      for (const { topic, partition = 0, timestampMs = 0 } of records) {
        expect(topic).toBe(sample.topic.name);
        expect(partition).toBeLessThan(sample.topic.partitions);
        expect(timestampMs).toBeLessThanOrEqual(NOW);
        expect(timestampMs).toBeGreaterThan(NOW - 7 * 86_400_000);
      }
    },
  );

  test('holds 64-bit ids digit for digit, which JavaScript numbers could not', () => {
    const texts = sampleOrders(NOW).map(({ value }) => value!.toString());
    for (const [index, text] of texts.entries()) {
      const id = FIRST_ORDER_ID + BigInt(index);
      expect(text).toMatch(new RegExp(`^\\{"orderId":${id},`));
      expect(text).toMatch(/"total":\d+\.\d\d,/);
      expect(() => JSON.parse(text) as unknown).not.toThrow();
    }
    expect(
      texts.filter((text) => !text.includes(String((JSON.parse(text) as { orderId: number }).orderId))),
    ).not.toEqual([]);
  });

  test('has orders in the order of their time, the newest now', () => {
    const times = sampleOrders(NOW).map(({ timestampMs }) => timestampMs!);
    expect(times.at(-1)).toBe(NOW);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  test('has totals that are the sum of their lines', () => {
    for (const { value } of sampleOrders(NOW)) {
      const order = JSON.parse(value!.toString()) as {
        total: number;
        lines: Array<{ unitPrice: number; quantity: number }>;
      };
      const cents = order.lines.reduce((sum, line) => sum + Math.round(line.unitPrice * 100) * line.quantity, 0);
      expect(Math.round(order.total * 100)).toBe(cents);
    }
  });

  test('removes customers with tombstones that follow the customer', () => {
    const seen = new Set<string>();
    const records = recordsOf('customers');
    for (const { key, value } of records) {
      if (value === null) expect(seen).toContain(key!.toString());
      else seen.add(key!.toString());
    }
    expect(records.filter(({ value }) => value === null)).toHaveLength(20);
  });

  test('has values in audit.binary that are no text, one empty and one null', () => {
    const values = recordsOf('audit.binary').map(({ value }) => value);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const binary = values.filter((value) => value !== null && value.length > 0);
    for (const value of binary) expect(() => decoder.decode(value!)).toThrow();
    expect(values.length - binary.length).toBe(2);
  });
});
