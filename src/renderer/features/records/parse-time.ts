import type { TimeMode } from '../../ui/format.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const CALENDAR =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

/**
 * A point in time as people type it: `15m`, `2h ago`, `-3d` (before now), `now`, epoch milliseconds or seconds, `2026-11-21`,
 * `2026-11-21 09:30`, the same with seconds, milliseconds, `Z` or an offset. Without a zone it is read in `mode`.
 * Null where it is none of these.
 */
export function parseTime(text: string, nowMs: number, mode: TimeMode): number | null {
  const trimmed = text.trim();
  if (/^now$/i.test(trimmed)) return nowMs;
  const ago = /^-?(\d{1,6})\s*([smhdw])(?:\s+ago)?$/i.exec(trimmed);
  if (ago !== null) return nowMs - Number(ago[1]) * (UNITS[(ago[2] ?? '').toLowerCase()] ?? 0);
  // Ten digits are seconds until the year 2286; thirteen are what Kafka itself uses.
  if (/^\d{10}$/.test(trimmed)) return Number(trimmed) * 1000;
  if (/^\d{11,15}$/.test(trimmed)) return Number(trimmed);
  return parseCalendar(trimmed, mode);
}

function parseCalendar(text: string, mode: TimeMode): number | null {
  const match = CALENDAR.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const ms = Number((match[7] ?? '0').padEnd(3, '0'));
  if (hour > 23 || minute > 59 || second > 59) return null;
  const zone = match[8];
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  // A calendar that rolls over (31 February) is a typing error, not the 3rd of March.
  if (new Date(utc).getUTCDate() !== day || month < 1 || month > 12) return null;
  if (zone === undefined) {
    return mode === 'utc' ? utc : new Date(year, month - 1, day, hour, minute, second, ms).getTime();
  }
  return utc - zoneMinutes(zone) * 60_000;
}

function zoneMinutes(zone: string): number {
  if (/^(z|utc)$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '');
  return (zone.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
}
