import type { NewTopic, RecordToSend } from '../../kafka/index.ts';
import { sampleCustomers, samplePayments } from './commerce.ts';
import { sampleAudit, sampleLogs, sampleMetrics, samplePageViews } from './operations.ts';
import { sampleOrders } from './orders.ts';

export type SampleTopic = {
  readonly topic: NewTopic;
  /** zstd is left out: not every reader of this product's older runtimes has it. */
  readonly compression: 'none' | 'gzip' | 'lz4';
  records(now: number): ReadonlyArray<RecordToSend>;
};

/** Sample data is for looking at whenever one comes back: it does not age away after the usual week. */
const KEPT = { 'retention.ms': '-1' };

function topic(name: string, partitions: number, configs: Readonly<Record<string, string>> = KEPT): NewTopic {
  return { name, partitions, replicas: 1, configs };
}

export const SAMPLE_TOPICS: ReadonlyArray<SampleTopic> = [
  { topic: topic('orders', 6), compression: 'none', records: sampleOrders },
  { topic: topic('payments', 3), compression: 'gzip', records: samplePayments },
  { topic: topic('customers', 3, { 'cleanup.policy': 'compact' }), compression: 'none', records: sampleCustomers },
  { topic: topic('application-logs', 4), compression: 'lz4', records: sampleLogs },
  { topic: topic('device-metrics', 12), compression: 'none', records: sampleMetrics },
  { topic: topic('page-views', 12), compression: 'lz4', records: samplePageViews },
  { topic: topic('audit.binary', 2), compression: 'none', records: sampleAudit },
];
