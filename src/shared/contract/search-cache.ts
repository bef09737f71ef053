import { z } from 'zod';
import { ClusterId, procedure, TimestampMs } from './meta.ts';

const MIB = 1024 * 1024;

/** A cap: from 64 MiB, below which a cache is of no use, to 1 TiB. */
export const SearchCacheBytes = z
  .int()
  .min(64 * MIB, 'At least 64 MiB')
  .max(1024 * 1024 * MIB, 'At most 1 TiB');

export const ClusterShare = z.object({
  clusterId: ClusterId,
  name: z.string(),
  bytes: z.int().min(0),
  segments: z.int().min(0),
  /** Nothing is kept of this cluster: its profile says so. */
  neverStore: z.boolean(),
});
export type ClusterShare = z.infer<typeof ClusterShare>;

export const SearchCacheInfo = z.object({
  /** As the user chose. */
  isOn: z.boolean(),
  /** Why nothing is kept although it is on: the disk refuses. Until the next start, or until it is turned on again. */
  problem: z.string().nullable(),
  /** All clusters together; the least recently used goes first. */
  maxBytes: z.int(),
  bytes: z.int().min(0),
  segments: z.int().min(0),
  folder: z.string(),
  /** How it is protected, for people. */
  sentence: z.string(),
  /** Every cluster of the app, in the order of their list. */
  clusters: z.array(ClusterShare),
  asOf: TimestampMs,
});
export type SearchCacheInfo = z.infer<typeof SearchCacheInfo>;

/** What searches have read, kept on this computer's disk so that the next search need not read it again. */
export const searchCacheContract = {
  info: procedure('records.read', 'read').output(SearchCacheInfo),
  /** Turning it off deletes what is kept. */
  configure: procedure('records.read', 'configure')
    .input(z.strictObject({ isOn: z.boolean(), maxBytes: SearchCacheBytes }))
    .output(SearchCacheInfo),
  /** Deletes what is kept of one cluster, or of all where none is named. */
  clear: procedure('records.read', 'configure')
    .input(z.strictObject({ clusterId: ClusterId.optional() }))
    .output(SearchCacheInfo),
};
