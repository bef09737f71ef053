/** For fuzz tests: JSON as nasty as it is allowed to be, and a little nastier. */
export type Random = () => number;

export function pick<T>(random: Random, items: ReadonlyArray<T>): T {
  return items[Math.floor(random() * items.length)] as T;
}

const KEYS = [
  'a',
  'b',
  'ab',
  'é',
  '__proto__',
  'a"b',
  'x/y',
  '',
  '😀',
  'constructor',
  'long-key-with-more-than-sixteen-bytes',
];
const TEXTS = [
  '',
  'eu',
  'café',
  'a"b\\c',
  '😀',
  'line\nbreak',
  'x/y',
  'null',
  '12',
  '2026-11-21T10:00:00Z',
  'İstanbul',
  'ſtraße K',
];
const NUMBERS = [
  '0',
  '-0',
  '1',
  '-1',
  '1.0',
  '1.5e3',
  '1500',
  '1500.00',
  '9007199254740993',
  '9007199254740992',
  '-9223372036854775808',
  '123456789012345678901234567890',
  '0.1',
  '0.10',
  '0.30000000000000004',
  '1e400',
  '1E-400',
  '999999999999999',
  '9999999999999999',
  '0.000001',
  '123456.789',
  '1e0',
];
const SPACES = ['', '', '', '', ' ', '\n', '\t ', '\r\n'];

/** A text as JSON writes it, some characters as escapes of one kind or the other. */
export function jsonString(random: Random, text: string, escaping = 0.15): string {
  let written = '"';
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const char = text.charAt(at);
    const isPair = (unit & 0xf800) === 0xd800;
    if (char === '/' && random() < 0.5) written += '\\/';
    else if (!isPair && random() < escaping) written += unitEscape(random, unit);
    else if (isPair && (unit & 0xfc00) === 0xd800 && random() < 0.5) {
      written += unitEscape(random, unit) + unitEscape(random, text.charCodeAt(at + 1));
      at += 1;
    } else written += JSON.stringify(char + (isPair ? text.charAt((at += 1)) : '')).slice(1, -1);
  }
  return `${written}"`;
}

function unitEscape(random: Random, unit: number): string {
  const digits = unit.toString(16).padStart(4, '0');
  return `\\u${random() < 0.5 ? digits : digits.toUpperCase()}`;
}

export function randomJson(random: Random, depth = 0): string {
  const space = () => pick(random, SPACES);
  const kind = depth === 0 ? random() * 0.6 : random();
  if (kind < 0.45 && depth < 5) {
    const members = Array.from({ length: Math.floor(random() * 5) }, () => {
      const key = jsonString(random, random() < 0.3 ? 'a' : pick(random, KEYS));
      return `${space()}${key}${space()}:${space()}${randomJson(random, depth + 1)}${space()}`;
    });
    return `{${members.join(',')}${members.length === 0 ? space() : ''}}`;
  }
  if (kind < 0.6 && depth < 5) {
    const items = Array.from(
      { length: Math.floor(random() * 4) },
      () => `${space()}${randomJson(random, depth + 1)}${space()}`,
    );
    return `[${items.join(',')}]`;
  }
  if (kind < 0.8) return pick(random, NUMBERS);
  if (kind < 0.95) return jsonString(random, pick(random, TEXTS));
  return pick(random, ['true', 'false', 'null']);
}

/** A document that may be broken: cut, with a byte changed, or with something after its end. */
export function randomDocument(random: Random): Buffer {
  const bytes = Buffer.from(`${pick(random, SPACES)}${randomJson(random)}${pick(random, SPACES)}`);
  const fate = random();
  if (fate < 0.8 || bytes.length === 0) return bytes;
  if (fate < 0.87) return bytes.subarray(0, Math.floor(random() * bytes.length));
  if (fate < 0.9) return Buffer.concat([bytes, Buffer.from(pick(random, [',', '}', 'x', '\u0000']))]);
  const changed = Buffer.from(bytes);
  changed[Math.floor(random() * bytes.length)] = pick(
    random,
    [0, 0x0a, 0x22, 0x5c, 0x7f, 0x80, 0xc3, 0xff, 0x2d, 0x2e, 0x30, 0x65, 0x7b, 0x5d],
  );
  return changed;
}

export function randomPath(random: Random): string {
  let path = pick(random, ['value', 'key']);
  const steps = 1 + Math.floor(random() * random() * 4);
  for (let step = 0; step < steps; step += 1) {
    path +=
      random() < 0.75
        ? `[${JSON.stringify(random() < 0.5 ? 'a' : pick(random, KEYS))}]`
        : `[${Math.floor(random() * 3)}]`;
  }
  return path;
}
