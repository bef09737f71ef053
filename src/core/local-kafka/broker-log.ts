/** Failures a person can do something about, by what the broker writes; the first that matches wins. */
const KNOWN: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /OutOfMemoryError|Could not reserve enough space|insufficient memory/i,
    'the computer has too little free memory for it',
  ],
  [/No space left on device|not enough space on the disk/i, 'the disk is full'],
  [/Address already in use|Failed to bind|failed to bind/, 'another program took its port'],
  [/Failed to acquire lock on file/, 'another Kafka is using its data folder'],
  [/AccessDeniedException|Permission denied/, 'it may not write to its data folder'],
  [/UnsupportedClassVersionError|Unrecognized VM option/, 'this Java cannot run it'],
  [/InconsistentClusterIdException|Invalid cluster\.id/, 'its data folder belongs to another cluster'],
];

/** Why a broker ended, from the last lines it wrote: the rest of a sentence that begins "Kafka ended: ". */
export function reasonFromLog(log: string): string {
  const lines = log.split(/\r?\n/).filter((line) => line.trim() !== '');
  const tail = lines.slice(-200);
  for (const [pattern, reason] of KNOWN) {
    if (tail.some((line) => pattern.test(line))) return reason;
  }
  const error = tail.findLast((line) => /\b(ERROR|FATAL)\b|Exception|^Error/.test(line) && !/^\s+at /.test(line));
  const text = (error ?? tail.at(-1) ?? '').replace(/^[\d\-:., ]*(ERROR|FATAL)?\s*/, '').trim();
  return text === '' ? 'it wrote no reason' : text.slice(0, 300);
}
