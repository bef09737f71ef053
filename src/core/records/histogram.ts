import type { Histogram } from '../../shared/contract/records.ts';

export type HistogramRequest = {
  readonly slices: number;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

/** Counts timestamps (milliseconds) in slices of equal length, over their whole span where no slice of it is asked for. */
export function histogramOf(timestamps: Float64Array, { slices, from, to }: HistogramRequest): Histogram {
  let [least, most] = [Infinity, -Infinity];
  let without = 0;
  for (const time of timestamps) {
    // Kafka's "no timestamp" is −1.
    if (time < 0) {
      without += 1;
      continue;
    }
    if (time < least) least = time;
    if (time > most) most = time;
  }
  const start = from ?? (Number.isFinite(least) ? least : 0);
  const end = Math.max(start + 1, to ?? (Number.isFinite(most) ? most + 1 : 0));
  const counts = new Array<number>(slices).fill(0);
  const width = (end - start) / slices;
  for (const time of timestamps) {
    if (time < 0 || time < start || time >= end) continue;
    const slice = Math.min(slices - 1, Math.floor((time - start) / width));
    counts[slice] = (counts[slice] as number) + 1;
  }
  return { from: start, to: end, counts, without };
}
