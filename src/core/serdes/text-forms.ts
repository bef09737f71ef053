import type { DecodedValue, Preview } from '../../shared/contract/records.ts';
import type { ValueFormat } from '../../shared/contract/serdes.ts';
import type { Exact } from '../../shared/values/exact.ts';
import { cutText, prettyJson } from '../../shared/values/json-pretty.ts';
import { decodeUtf8, trimCutCharacter } from '../../shared/values/utf8.ts';
import { strictUtf8 } from './byte-reader.ts';
import { bytesText } from './bytes-text.ts';
import { foldJson, foldText } from './control.ts';
import { decode, JUDGED_BYTES } from './decode.ts';
import { dump, failed, type Form, type Input } from './forms.ts';
import { jsonToExact } from './json-exact.ts';
import { hexPreview, preview, PREVIEW_BYTES, PREVIEW_CHARS } from './preview.ts';
import { looksLikeXml, prettyXml } from './xml.ts';

/** Begins as JSON objects and arrays do. */
const JSON_START = /^[ \t\r\n]*[{[]/;

/** Text that is recognised by its first byte; JSON and XML by how they begin. */
export const AUTO_TEXT: Form = {
  isPlainText: isTextByte,
  value({ bytes }: Input): Exact {
    const text = strictUtf8(bytes);
    if (text === null) return bytes;
    return JSON_START.test(text) ? jsonTree(text, bytes) : text;
  },
  text: plainText,
  failure: () => null,
  preview({ bytes }: Input): Preview {
    const shown = preview(bytes);
    return shown.format === 'text' && looksLikeXml(shown.text) ? { ...shown, format: 'xml' } : shown;
  },
  detail({ bytes }: Input, limit: number): DecodedValue {
    const shown = decode(bytes, limit);
    if (shown.format !== 'text' || bytes.length > JUDGED_BYTES || !looksLikeXml(shown.text)) return shown;
    const whole = strictUtf8(bytes) ?? '';
    const pretty = prettyXml(whole, limit);
    if (pretty.text === null) return { ...shown, reason: `Begins like XML, but is not: ${pretty.reason}` };
    const cut = pretty.cut || whole.length > limit;
    return { ...shown, format: 'xml', text: pretty.text, raw: cutText(whole, limit), cut, reason: 'Well-formed XML.' };
  },
};

/** Printable ASCII, tab and line ends. */
export function isTextByte(first: number): boolean {
  return (first >= 0x20 && first <= 0x7e) || first === 0x09 || first === 0x0a || first === 0x0d;
}

/** Documents larger than what is judged stay text: their tree would take many times their size. */
function jsonTree(text: string, bytes: Buffer): Exact {
  if (bytes.length > JUDGED_BYTES) return text;
  const parsed = jsonToExact(text);
  return parsed.ok ? parsed.value : text;
}

function plainText({ bytes }: Input): string {
  return strictUtf8(bytes) ?? bytesText(bytes);
}

/** What text of a chosen form is: `fault` is a sentence where it is not what was chosen. */
type Judged = { readonly fault: string | null; readonly pretty: string; readonly cut: boolean };

type TextKind = {
  readonly format: ValueFormat;
  readonly reason: string;
  judge(text: string, origin: { readonly partial: boolean; readonly limit: number }): Judged;
  value(text: string, bytes: Buffer): Exact;
  fold(text: string): string;
};

const STRING: TextKind = {
  format: 'text',
  reason: 'Valid UTF-8.',
  judge: (text) => ({ fault: null, pretty: text, cut: false }),
  value: (text) => text,
  fold: foldText,
};

const JSON_KIND: TextKind = {
  format: 'json',
  reason: 'Valid JSON, numbers and duplicate keys as written.',
  judge(text, { partial, limit }) {
    const { scan, text: pretty, cut } = prettyJson(text, limit);
    if (scan.verdict === 'valid' || (partial && scan.verdict === 'incomplete')) return { fault: null, pretty, cut };
    return { fault: `Not valid JSON: ${scan.reason} (character ${scan.at}).`, pretty: text, cut: false };
  },
  value: jsonTree,
  fold: foldJson,
};

const XML_KIND: TextKind = {
  format: 'xml',
  reason: 'Well-formed XML.',
  judge(text, { partial, limit }) {
    if (partial) return { fault: null, pretty: text, cut: true };
    const pretty = prettyXml(text, limit);
    if (pretty.text !== null) return { fault: null, pretty: pretty.text, cut: pretty.cut };
    return { fault: `Not well-formed XML: ${pretty.reason}`, pretty: text, cut: false };
  },
  value: (text) => text,
  fold: foldText,
};

/** Text, JSON or XML because it was chosen: what is something else is told, and shown as the text or bytes it is. */
function chosenText(kind: TextKind): Form {
  return {
    isPlainText: () => true,
    textOnly: kind !== JSON_KIND,
    value({ bytes }) {
      const text = strictUtf8(bytes);
      return text === null ? bytes : kind.value(text, bytes);
    },
    text: plainText,
    failure: ({ bytes }) => look(kind, bytes, { most: JUDGED_BYTES, limit: 0 }).fault,
    preview: ({ bytes }) => chosenPreview(kind, bytes),
    detail: ({ bytes }, limit) => chosenDetail(kind, bytes, limit),
  };
}

export const STRING_FORM = chosenText(STRING);
export const JSON_FORM = chosenText(JSON_KIND);
export const XML_FORM = chosenText(XML_KIND);

type Look = {
  readonly text: string | null;
  readonly partial: boolean;
  readonly fault: string | null;
  readonly judged: Judged | null;
};

/** Looks at the first `most` bytes. */
function look(kind: TextKind, bytes: Buffer, { most, limit }: { most: number; limit: number }): Look {
  const partial = bytes.length > most;
  const decoded = decodeUtf8(partial ? trimCutCharacter(bytes.subarray(0, most)) : bytes);
  if (!decoded.ok) return { text: null, partial, fault: `Not valid UTF-8 at byte ${decoded.at}.`, judged: null };
  const judged = kind.judge(decoded.text, { partial, limit });
  return { text: decoded.text, partial, fault: judged.fault, judged };
}

function chosenPreview(kind: TextKind, bytes: Buffer): Preview {
  const { text, partial, fault } = look(kind, bytes, { most: PREVIEW_BYTES, limit: PREVIEW_CHARS });
  if (text === null) return failed(hexPreview(bytes), fault);
  const line = fault === null ? kind.fold(text) : foldText(text);
  const cut = partial || line.length > PREVIEW_CHARS;
  return failed({ format: fault === null ? kind.format : 'text', text: cutText(line, PREVIEW_CHARS), cut }, fault);
}

function chosenDetail(kind: TextKind, bytes: Buffer, limit: number): DecodedValue {
  const { text, partial, fault, judged } = look(kind, bytes, { most: JUDGED_BYTES, limit });
  const common = { size: bytes.length, failure: fault, schema: null };
  if (text === null || judged === null)
    return { ...common, ...dump(bytes, limit), format: 'bytes', reason: fault ?? '' };
  const cut = partial || judged.cut || text.length > limit;
  const shown = cutText(judged.pretty, limit);
  if (fault !== null) return { ...common, format: 'text', text: shown, raw: null, cut, reason: fault };
  const reason = partial ? `${kind.reason} Only the first 8 MiB were looked at.` : kind.reason;
  return {
    ...common,
    format: kind.format,
    text: shown,
    raw: kind.format === 'text' ? null : cutText(text, limit),
    cut,
    reason,
  };
}
