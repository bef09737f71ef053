import { open } from 'node:fs/promises';

/** Enough for the last hour of a busy day, and still a text one can look through. */
export const LOG_TAIL_BYTES = 128 * 1024;

/**
 * The end of the log, whole lines only, masked again: the masker may have learnt secrets since the lines were written.
 * Null where there is none to read.
 */
export async function readLogTail(
  file: string,
  mask: (text: string) => string,
  limit = LOG_TAIL_BYTES,
): Promise<string | null> {
  const handle = await open(file, 'r').catch(() => null); // No log yet, or none that may be read: the mail goes without.
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - limit);
    const bytes = Buffer.alloc(size - from);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
    const text = bytes.subarray(0, bytesRead).toString('utf8');
    // The first line is likely cut in two, and half a secret is not told by its form.
    const whole = from === 0 ? text : text.slice(text.indexOf('\n') + 1);
    return whole.split('\n').map(mask).join('\n');
  } finally {
    await handle.close();
  }
}
