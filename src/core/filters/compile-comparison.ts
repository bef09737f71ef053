import type { BinaryOperator, Node } from './ast.ts';
import type { Compiler, Evaluate, Test } from './compiler.ts';
import { compareNumbers, isNumber, numberOf, numberText } from './numbers.ts';
import { TAG } from './projector.ts';
import { equals, isList, order, type Value } from './values.ts';

/** Comparisons of a field with a constant read the bytes; all others compute both sides. */
export function compileComparison(node: Node & { kind: 'binary' }, compiler: Compiler): Test {
  const { operator, left, right } = node;
  if (operator === 'in') return compileIn(left, right, compiler);
  if (right.kind === 'literal') return compileConstant(operator, left, right.value, compiler);
  if (left.kind === 'literal') return compileConstant(mirrored(operator), right, left.value, compiler);
  const a = compiler.value(left, 'quick');
  const b = compiler.value(right, 'quick');
  if (isWholePart(left) || isWholePart(right)) {
    return compare(
      operator,
      (frame) => alike(a(frame), b(frame)),
      (frame) => alike(b(frame), a(frame)),
    );
  }
  return compare(operator, a, b);
}

function mirrored(operator: BinaryOperator): BinaryOperator {
  const other = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }[operator as '<'] as BinaryOperator | undefined;
  return other ?? operator;
}

function compare(operator: string, left: Evaluate, right: Evaluate): Test {
  switch (operator) {
    case '==':
      return (frame) => equals(left(frame), right(frame));
    case '!=':
      return (frame) => !equals(left(frame), right(frame));
    case '<':
      return (frame) => order(left(frame), right(frame)) < 0;
    case '<=':
      return (frame) => order(left(frame), right(frame)) <= 0;
    case '>':
      return (frame) => order(left(frame), right(frame)) > 0;
    case '>=':
      return (frame) => order(left(frame), right(frame)) >= 0;
    default:
      throw new Error(`${operator} compares nothing.`);
  }
}

/** Key, value and headers that are one text or number: nobody knows by which of the two they were written. */
function isWholePart(node: Node): boolean {
  if (node.kind !== 'path') return false;
  if (node.root === 'headers') return node.steps.length === 1;
  return (node.root === 'key' || node.root === 'value') && node.steps.length === 0;
}

/** The text "123" compared with a number is that number; the number 123 compared with a text is that text. */
function alike(value: Value, other: Value): Value {
  if (typeof value === 'string' && isNumber(other)) return numberOf(value) ?? value;
  return isNumber(value) && typeof other === 'string' ? numberText(value) : value;
}

function compileConstant(operator: BinaryOperator, left: Node, constant: Value, compiler: Compiler): Test {
  const part = projected(left);
  if (part === null) {
    const value = compiler.value(left, 'quick');
    const isWhole = isWholePart(left);
    return compare(operator, isWhole ? (frame) => alike(value(frame), constant) : value, () => constant);
  }
  const { builder } = compiler;
  builder.needs[part] = true;
  const slot = builder.slot(part, (left as Node & { kind: 'path' }).steps);
  if (operator === '!=') {
    const isEqual = compileConstant('==', left, constant, compiler);
    return (frame) => !isEqual(frame);
  }
  if (typeof constant === 'string' && operator === '==') return equalsText(part, slot, constant);
  if (typeof constant === 'number') return compareWithNumber(operator, part, slot, constant);
  if (operator === '==' && (constant === null || typeof constant === 'boolean')) return isLiteral(part, slot, constant);
  return compare(
    operator,
    (frame) => frame[part].quick(slot),
    () => constant,
  );
}

/** The part a path can be read out of in one pass; null where it must be computed. */
function projected(node: Node): 'key' | 'value' | null {
  if (node.kind !== 'path' || node.steps.length === 0 || node.steps.some(({ kind }) => kind === 'every')) return null;
  return node.root === 'key' || node.root === 'value' ? node.root : null;
}

function isLiteral(part: 'key' | 'value', slot: number, constant: boolean | null): Test {
  if (constant !== null) {
    const wanted = constant ? TAG.true : TAG.false;
    return (frame) => frame[part].tag(slot) === wanted;
  }
  return (frame) => frame[part].tag(slot) <= TAG.null;
}

function equalsText(part: 'key' | 'value', slot: number, constant: string): Test {
  const bytes = Buffer.from(constant);
  // A lone surrogate has no bytes of its own; only an escape can have written it.
  const isWritable = bytes.toString() === constant;
  const { length } = bytes;
  return (frame) => {
    const projection = frame[part];
    const tag = projection.tag(slot);
    if (tag !== TAG.string) {
      return (tag === TAG.escapedString || tag === TAG.value) && equals(projection.quick(slot), constant);
    }
    const start = projection.projector.starts[slot] as number;
    if (!isWritable || (projection.projector.ends[slot] as number) - start !== length) return false;
    const text = projection.bytes;
    for (let at = 0; at < length; at += 1) if (text[start + at] !== bytes[at]) return false;
    return true;
  };
}

type Verdict = (difference: number) => boolean;
const VERDICTS: Readonly<Record<string, Verdict>> = {
  '==': (difference) => difference === 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

function compareWithNumber(operator: BinaryOperator, part: 'key' | 'value', slot: number, constant: number): Test {
  const verdict = VERDICTS[operator] as Verdict;
  const least = operator === '>' ? constant : -Infinity;
  if (operator === '>') {
    // The commonest of all, without a further call.
    return (frame) => {
      const projection = frame[part];
      const tag = projection.tag(slot);
      if (tag === TAG.number) return (projection.projector.numbers[slot] as number) > least;
      return (tag === TAG.longNumber || tag === TAG.value) && slow(projection.quick(slot));
    };
  }
  return (frame) => {
    const projection = frame[part];
    const tag = projection.tag(slot);
    if (tag === TAG.number) return verdict((projection.projector.numbers[slot] as number) - constant);
    return (tag === TAG.longNumber || tag === TAG.value) && slow(projection.quick(slot));
  };

  function slow(value: Value): boolean {
    if (isNumber(value)) return verdict(compareNumbers(value, constant));
    return operator === '==' ? equals(value, constant) : verdict(order(value, constant));
  }
}

function compileIn(left: Node, right: Node, compiler: Compiler): Test {
  const value = compiler.value(left, 'quick');
  const isWhole = isWholePart(left);
  if (right.kind === 'list' && right.items.every(({ kind }) => kind === 'literal')) {
    const constants = right.items.map((item) => (item as Node & { kind: 'literal' }).value);
    const texts = new Set(constants.filter((constant) => typeof constant === 'string'));
    const others = constants.filter((constant) => typeof constant !== 'string');
    const isTime = left.kind !== 'path' || left.root === 'timestamp' || left.root === 'it';
    return (frame) => {
      const found = value(frame);
      if (typeof found === 'string' && texts.has(found)) return true;
      if (typeof found === 'string' && !isWhole) return false;
      const candidates = isTime || isWhole || typeof found === 'object' ? constants : others;
      return candidates.some((constant) => equals(isWhole ? alike(found, constant) : found, constant));
    };
  }
  const list = compiler.value(right, 'quick');
  return (frame) => {
    const found = value(frame);
    const where = list(frame);
    if (where instanceof Map) return typeof found === 'string' && where.has(found);
    return isList(where) && where.some((item) => equals(isWhole ? alike(found, item) : found, item));
  };
}
