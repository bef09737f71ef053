/** Partitions as people write them: `0–3, 7`. `dash` is a plain hyphen where the text is to be edited. */
export function formatPartitions(partitions: ReadonlyArray<number>, dash = '–'): string {
  const sorted = [...new Set(partitions)].sort((a, b) => a - b);
  const ranges: string[] = [];
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (sorted[to + 1] === (sorted[to] ?? 0) + 1) to += 1;
    ranges.push(from === to ? String(sorted[from]) : `${String(sorted[from])}${dash}${String(sorted[to])}`);
    from = to + 1;
  }
  return ranges.join(', ');
}

export type ParsedPartitions =
  { readonly ok: true; readonly partitions: ReadonlyArray<number> } | { readonly ok: false; readonly wrong: string };

/** Reads `0-3, 7` against the partitions that exist. Nothing written means all: an empty list. */
export function parsePartitions(text: string, existing: ReadonlyArray<number>): ParsedPartitions {
  const known = new Set(existing);
  const chosen = new Set<number>();
  for (const part of text.split(/[\s,;]+/).filter((each) => each !== '')) {
    const match = /^(\d{1,7})(?:[-–](\d{1,7}))?$/.exec(part);
    if (match === null) return { ok: false, wrong: part };
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (to < from || !known.has(from) || !known.has(to)) return { ok: false, wrong: part };
    for (const partition of existing) if (partition >= from && partition <= to) chosen.add(partition);
  }
  const partitions = [...chosen].sort((a, b) => a - b);
  return { ok: true, partitions: partitions.length === existing.length ? [] : partitions };
}
