import { createHash } from 'node:crypto';
import type { WireRow } from '../results/index.ts';

const MAX_TOPIC = 180;
/** Names that Windows keeps for devices, whatever stands behind the first dot. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** The name of a record's file: `orders-0-123.json`. Never a path, never hidden, never a device. */
export function recordFileName(row: Pick<WireRow, 'topic' | 'partition' | 'offset'>, extension: string): string {
  return `${safeTopic(row.topic)}-${row.partition}-${row.offset}.${extension}`;
}

export function safeTopic(topic: string): string {
  const plain = topic.replace(/[^A-Za-z0-9._-]/g, '_');
  const visible = plain.startsWith('.') || DEVICE.test(plain) ? `_${plain}` : plain;
  if (visible.length <= MAX_TOPIC) return visible;
  const hash = createHash('sha256').update(topic).digest('hex').slice(0, 8);
  return `${visible.slice(0, MAX_TOPIC)}~${hash}`;
}

export function extensionOf(format: WireRow['format'] | 'key', bytes: Uint8Array | null): string {
  // Decoded formats are shown as JSON, but their bytes are none.
  if (bytes !== null || format === 'key') return 'bin';
  if (format === 'json' || format === 'json-schema') return 'json';
  return format === 'xml' ? 'xml' : 'txt';
}
