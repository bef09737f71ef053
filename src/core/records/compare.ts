import {
  CHANGE_TEXT,
  type ComparedChange,
  type ComparedLine,
  type ComparedPart,
  type Comparison,
} from '../../shared/contract/compare.ts';
import type { DecodedValue, RecordDetail } from '../../shared/contract/records.ts';
import { diffJson, pathText, type Change } from '../../shared/values/diff.ts';
import { jsonText, parseJson, type JsonNode } from '../../shared/values/json.ts';
import { cutText } from '../../shared/values/json-pretty.ts';
import { diffLines, type LinePair } from '../../shared/values/line-diff.ts';
import { sortedJson } from '../../shared/values/sorted-json.ts';

const MAX_CHANGES = 2000;
const MAX_LINES = 10_000;
/** Lines of context around a difference; more that are the same are told as a number. */
const CONTEXT = 4;
const LINE_CHARS = 2000;
/** All lines of a part together: an answer has to stay below a megabyte. */
const LINES_CHARS = 250_000;

/** What differs between two records, part by part. The older or first one is `a`. */
export function compareRecords(a: RecordDetail, b: RecordDetail): Comparison {
  return {
    a: placeOf(a),
    b: placeOf(b),
    parts: [
      comparePart('key', sideOf(a.key), sideOf(b.key)),
      comparePart('value', sideOf(a.value), sideOf(b.value)),
      comparePart('headers', headersSide(a), headersSide(b)),
    ],
  };
}

function placeOf({ topic, partition, offset, timestamp }: RecordDetail): Comparison['a'] {
  return { topic, partition, offset, timestamp };
}

type Side = {
  readonly text: string;
  readonly node: JsonNode | null;
  /** Null and nothing at all are not the same text. */
  readonly form: 'null' | 'something';
  readonly isCut: boolean;
  readonly size: number;
};

const STRUCTURED: ReadonlySet<DecodedValue['format']> = new Set([
  'json',
  'avro',
  'protobuf',
  'json-schema',
  'messagepack',
  'cbor',
  'kafka',
]);

function sideOf(value: DecodedValue): Side {
  const text = value.raw ?? value.text;
  const parsed = STRUCTURED.has(value.format) && !value.cut && value.failure === null ? parseJson(text) : null;
  return {
    text: value.format === 'null' ? '' : text,
    node: parsed?.ok === true ? parsed.node : null,
    form: value.format === 'null' ? 'null' : 'something',
    isCut: value.cut,
    size: value.size,
  };
}

/** Headers as a document: their order among different names says nothing, among equal names it does. */
function headersSide({ headers }: RecordDetail): Side {
  const members = headers.map(({ name, value }) => ({
    key: JSON.stringify(name),
    value: headerNode(value),
  }));
  const node: JsonNode = { kind: 'object', members };
  return {
    text: sortedJson(node),
    node,
    form: 'something',
    isCut: headers.some(({ value }) => value.cut),
    size: headers.reduce((sum, { value }) => sum + value.size, 0),
  };
}

function headerNode(value: DecodedValue): JsonNode {
  if (value.format === 'null') return { kind: 'literal', raw: 'null' };
  const side = sideOf(value);
  return side.node ?? { kind: 'string', raw: JSON.stringify(side.text) };
}

function comparePart(part: ComparedPart['part'], a: Side, b: Side): ComparedPart {
  const isSame = a.form === b.form && a.text === b.text && a.size === b.size;
  const diff = a.node !== null && b.node !== null && !isSame ? diffJson(a.node, b.node, MAX_CHANGES) : null;
  const [left, right] = diff === null ? [a.text, b.text] : [textOf(a), textOf(b)];
  const { lines, isWhole } = diffLines(left, right, MAX_LINES);
  const shown = withinChars(collapse(lines));
  return {
    part,
    verdict: isSame
      ? 'same'
      : diff !== null && diff.changes.length === 0 && !a.isCut && !b.isCut
        ? 'equal'
        : 'different',
    changes: diff === null ? (isSame && a.node !== null ? [] : null) : diff.changes.map(changeOf),
    changesAreWhole: diff?.isWhole ?? true,
    lines: shown,
    linesAreWhole: isWhole && shown.length === collapse(lines).length,
    note: noteOf(a, b),
  };
}

function textOf({ node, text }: Side): string {
  return node === null ? text : sortedJson(node);
}

function noteOf(a: Side, b: Side): string | null {
  if (a.isCut || b.isCut)
    return 'Only the beginnings were compared: one of the two is larger than is decoded for the screen.';
  if (a.form !== b.form) return a.form === 'null' ? 'The first one is null.' : 'The second one is null.';
  return null;
}

function changeOf(change: Change): ComparedChange {
  const before = 'before' in change ? nodeText(change.before) : change.kind === 'moved' ? nodeText(change.value) : null;
  const after = 'after' in change ? nodeText(change.after) : change.kind === 'moved' ? nodeText(change.value) : null;
  return {
    kind: change.kind,
    from: 'from' in change ? pathText(change.from) : null,
    path: 'path' in change ? pathText(change.path) : null,
    before,
    after,
  };
}

/** One line of at most CHANGE_TEXT characters, every token as written. */
function nodeText(node: JsonNode): string {
  const parts: string[] = [];
  let length = 0;
  const write = (text: string): void => {
    if (length <= CHANGE_TEXT) parts.push(text);
    length += text.length;
  };
  const visit = (each: JsonNode): void => {
    if (length > CHANGE_TEXT) return;
    if (each.kind === 'object') {
      write('{');
      each.members.forEach(({ key, value }, index) => {
        write(`${index === 0 ? '' : ', '}${JSON.stringify(jsonText(key))}: `);
        visit(value);
      });
      write('}');
    } else if (each.kind === 'array') {
      write('[');
      each.items.forEach((item, index) => {
        if (index > 0) write(', ');
        visit(item);
      });
      write(']');
    } else write(each.raw);
  };
  visit(node);
  const text = parts.join('');
  return text.length > CHANGE_TEXT ? `${cutText(text, CHANGE_TEXT - 1)}…` : text;
}

/** Long runs of equal lines become a number. */
function collapse(lines: ReadonlyArray<LinePair>): ReadonlyArray<ComparedLine> {
  const shown: ComparedLine[] = [];
  for (let at = 0; at < lines.length;) {
    let end = at;
    while (lines[end]?.kind === 'same') end += 1;
    if (end === at) {
      shown.push(cutLine(lines[at] as LinePair));
      at += 1;
      continue;
    }
    const head = at === 0 ? 0 : CONTEXT;
    const tail = end === lines.length ? 0 : CONTEXT;
    // A number in place of two lines would hide more than it saves.
    const skipped = end - at - head - tail;
    const run = lines.slice(at, end).map(cutLine);
    if (skipped <= 2) shown.push(...run);
    else shown.push(...run.slice(0, head), { kind: 'skip', count: skipped }, ...run.slice(run.length - tail));
    at = end;
  }
  return shown;
}

function cutLine({ kind, left, right }: LinePair): ComparedLine {
  const cut = (text: string | null): string | null =>
    text === null || text.length <= LINE_CHARS ? text : `${cutText(text, LINE_CHARS)}…`;
  return { kind, left: cut(left), right: cut(right) };
}

function withinChars(lines: ReadonlyArray<ComparedLine>): ComparedLine[] {
  let length = 0;
  const end = lines.findIndex((line) => {
    if (line.kind !== 'skip') length += (line.left?.length ?? 0) + (line.right?.length ?? 0) + 30;
    return length > LINES_CHARS;
  });
  return end < 0 ? [...lines] : lines.slice(0, end);
}
