import { Decimal, type Exact } from '../../shared/values/exact.ts';
import { JSON_DEPTH_LIMIT, scanJson } from '../../shared/values/json-scan.ts';

export type ParsedExact =
  { readonly ok: true; readonly value: Exact } | { readonly ok: false; readonly reason: string; readonly at: number };

/** Digits a whole number may have as `bigint`; reading more takes time that grows with their square. They stay as written. */
const BIGINT_DIGITS = 4096;

/**
 * Reads one JSON document without loss: whole numbers are `bigint`, fractions and exponents (and -0) a `Decimal` as written,
 * objects are Maps in which the last of keys written twice counts. At most 500 levels deep, as everywhere.
 */
export function jsonToExact(text: string): ParsedExact {
  const reader = new JsonReader(text);
  const value = reader.document();
  if (value !== FAULT) return { ok: true, value };
  const { reason, at } = scanJson(text, () => undefined);
  return { ok: false, reason, at };
}

/** No value: the text is wrong here. What is wrong is said by `scanJson`, which is slower and more talkative. */
const FAULT = Symbol('fault');

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

class JsonReader {
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): Exact | typeof FAULT {
    const value = this.value();
    return this.next() === -1 ? value : FAULT;
  }

  /** The next character that is not white space, not taken; -1 at the end. */
  private next(): number {
    for (; this.at < this.text.length; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
    }
    return -1;
  }

  private value(): Exact | typeof FAULT {
    const code = this.next();
    if (code === 0x22) return this.string();
    if (code === 0x7b) return this.object();
    if (code === 0x5b) return this.array();
    if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return this.number();
    if (code === 0x74) return this.literal('true', true);
    if (code === 0x66) return this.literal('false', false);
    return code === 0x6e ? this.literal('null', null) : FAULT;
  }

  private literal(word: string, value: Exact): Exact | typeof FAULT {
    if (!this.text.startsWith(word, this.at)) return FAULT;
    this.at += word.length;
    return value;
  }

  private object(): Exact | typeof FAULT {
    if (this.depth >= JSON_DEPTH_LIMIT) return FAULT;
    this.depth += 1;
    this.at += 1;
    const map = new Map<string, Exact>();
    let code = this.next();
    while (code !== 0x7d) {
      if (code !== 0x22) return FAULT;
      const key = this.string();
      if (key === FAULT || this.next() !== 0x3a) return FAULT;
      this.at += 1;
      const value = this.value();
      if (value === FAULT) return FAULT;
      map.set(key, value);
      code = this.next();
      if (code === 0x2c) {
        this.at += 1;
        code = this.next();
        if (code === 0x7d) return FAULT;
      } else if (code !== 0x7d) return FAULT;
    }
    this.at += 1;
    this.depth -= 1;
    return map;
  }

  private array(): Exact | typeof FAULT {
    if (this.depth >= JSON_DEPTH_LIMIT) return FAULT;
    this.depth += 1;
    this.at += 1;
    const list: Exact[] = [];
    let code = this.next();
    while (code !== 0x5d) {
      const value = this.value();
      if (value === FAULT) return FAULT;
      list.push(value);
      code = this.next();
      if (code === 0x2c) {
        this.at += 1;
        code = this.next();
        if (code === 0x5d) return FAULT;
      } else if (code !== 0x5d) return FAULT;
    }
    this.at += 1;
    this.depth -= 1;
    return list;
  }

  private string(): string | typeof FAULT {
    const { text } = this;
    const start = this.at + 1;
    let escaped = false;
    for (let at = start; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0x22) {
        this.at = at + 1;
        return escaped ? unescape(text.slice(start - 1, at + 1)) : text.slice(start, at);
      }
      if (code < 0x20) return FAULT;
      if (code === 0x5c) {
        escaped = true;
        at += 1;
      }
    }
    return FAULT;
  }

  private number(): Exact | typeof FAULT {
    const { text } = this;
    const start = this.at;
    let at = start;
    let value = 0;
    for (; at < text.length && at - start < 15; at += 1) {
      const digit = text.charCodeAt(at) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const after = text.charCodeAt(at);
    const isPlain = at > start && !isNumberPart(after) && (at - start === 1 || text.charCodeAt(start) !== 0x30);
    if (isPlain) {
      this.at = at;
      return BigInt(value);
    }
    NUMBER.lastIndex = start;
    if (NUMBER.exec(text) === null) return FAULT;
    this.at = NUMBER.lastIndex;
    return numberValue(text.slice(start, this.at));
  }
}

/** A digit, point or exponent: the number goes on. NaN at the end of the text is none. */
function isNumberPart(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x65 || code === 0x45;
}

/** The meaning of a JSON number. */
export function numberValue(written: string): bigint | Decimal {
  const isWhole = !/[.eE]/.test(written) && written !== '-0' && written.length <= BIGINT_DIGITS;
  return isWhole ? BigInt(written) : new Decimal(written);
}

function unescape(raw: string): string | typeof FAULT {
  try {
    return JSON.parse(raw) as string;
  } catch (error) {
    if (error instanceof SyntaxError) return FAULT;
    throw error;
  }
}
