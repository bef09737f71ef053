import type { RecordFilter } from '../../../../shared/contract/filters.ts';
import type { DecodedValue } from '../../../../shared/contract/records.ts';

/** Longer keys are no words of a filter. */
const MAX_KEY = 9000;

/** The text by which a key is followed; null where it has none (bytes, null, too long). */
export function followText(key: DecodedValue): string | null {
  if (key.cut || ['null', 'bytes', 'empty', 'marker'].includes(key.format)) return null;
  const text = key.raw ?? key.text;
  return text === '' || text.length > MAX_KEY ? null : text;
}

/**
 * Records whose key has exactly this text, whatever form it is decoded from: the plain words let the raw bytes be tried
 * first, the pattern sees to the whole of the key.
 */
export function keyFilter(text: string): RecordFilter {
  const words = { kind: 'words', in: 'key', matchCase: true, wholeWord: false } as const;
  const pattern = `^${text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$`;
  return {
    kind: 'all',
    filters: [
      { ...words, text, regex: false },
      { ...words, text: pattern, regex: true },
    ],
  };
}
