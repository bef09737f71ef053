import { decode, preview } from '../../../src/core/serdes/index.ts';
import type { HostileRecord } from './record.ts';

/**
 * One way a record's bytes take through the product without a broker. Must not throw, hang, or answer without bound.
 * To add one (a form of the decoder, a filter, an exporter): another entry here; every hostile record goes through it.
 */
export type Way = {
  readonly name: string;
  /** What came out, as text whose length is held against `most`. */
  through(record: HostileRecord): string;
  /** Characters. */
  readonly most: number;
};

const parts = (record: HostileRecord) => [
  record.key,
  record.value,
  ...record.headers.slice(0, 20).map(([, value]) => value),
];

export const WAYS: ReadonlyArray<Way> = [
  {
    name: 'list',
    most: 22 * 16 * 1024,
    through: (record) => JSON.stringify(parts(record).map((bytes) => preview(bytes))),
  },
  {
    name: 'panel',
    most: 22 * 1_000_000,
    through: (record) => JSON.stringify(parts(record).map((bytes) => decode(bytes))),
  },
];
