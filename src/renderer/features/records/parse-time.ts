import type { TimeMode } from '../../ui/format.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const CALENDAR =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

/**
 * A point in time as people type it: `15m`, `2h ago`, `-3d`, `now-15m` (before now), `now`, `today`, `yesterday 09:30`,
 * epoch milliseconds or seconds, `2026-11-21`, `2026-11-21 09:30`, the same with seconds, milliseconds, `Z` or an offset.
 * Without a zone it is read in `mode`. Null where it is none of these.
 */
export function parseTime(text: string, nowMs: number, mode: TimeMode): number | null {
  const trimmed = text.trim();
  if (/^now$/i.test(trimmed)) return nowMs;
  const ago = /^(?:now\s*-|-)?\s*(\d{1,6})\s*([smhdw])(?:\s+ago)?$/i.exec(trimmed);
  if (ago !== null) return nowMs - Number(ago[1]) * (UNITS[(ago[2] ?? '').toLowerCase()] ?? 0);
  // Ten digits are seconds until the year 2286; thirteen are what Kafka itself uses.
  if (/^\d{10}$/.test(trimmed)) return Number(trimmed) * 1000;
  if (/^\d{11,15}$/.test(trimmed)) return Number(trimmed);
  const day = /^(today|yesterday)(?=$|[\sT])/i.exec(trimmed)?.[1];
  if (day === undefined) return parseCalendar(trimmed, mode);
  return parseCalendar(
    `${dayOf(nowMs, day.toLowerCase() === 'today' ? 0 : -1, mode)}${trimmed.slice(day.length)}`,
    mode,
  );
}

/** The day that is `step` days after that of `nowMs`, as `2026-11-21`. */
function dayOf(nowMs: number, step: number, mode: TimeMode): string {
  const now = new Date(nowMs);
  const [year, month, day] =
    mode === 'utc'
      ? [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
      : [now.getFullYear(), now.getMonth(), now.getDate()];
  // A calendar of its own, so that a day of 23 hours is one day all the same.
  return new Date(Date.UTC(year, month, day + step)).toISOString().slice(0, 10);
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
