import { Instant } from '../../shared/values/exact.ts';
import type { Node } from './ast.ts';
import type { Compiler, Evaluate, Test } from './compiler.ts';
import { instantOf, instantOfMs, parseDuration } from './dates.ts';
import type { Frame } from './frame.ts';
import { isNumber, numberOf } from './numbers.ts';
import { compilePattern } from './patterns.ts';
import { equals, isList, sizeOf, typeName, valueText, type Value } from './values.ts';

const CONDITIONS = new Set(['contains', 'startsWith', 'endsWith', 'matches', 'has', 'exists', 'any', 'all']);
/** Characters of a list or object written as text. */
const TEXT_LIMIT = 1_000_000;

export function isCondition(name: string): boolean {
  return CONDITIONS.has(name);
}

type Call = Node & { kind: 'call' };

export function compileCall(node: Call, compiler: Compiler): Evaluate {
  return isCondition(node.name) ? compileCondition(node, compiler) : compileFunction(node, compiler);
}

function compileCondition({ name, args }: Call, compiler: Compiler): Test {
  const [first, second] = args as [Node, Node];
  if (name === 'any' || name === 'all') return compileIteration(name, first, second, compiler);
  const subject = compiler.value(first, 'quick');
  if (name === 'has') return (frame) => subject(frame) !== undefined;
  if (name === 'exists') return (frame) => (subject(frame) ?? null) !== null;
  if (name === 'matches') {
    const pattern = compilePattern(String((second as Node & { kind: 'literal' }).value));
    const regex = pattern.ok ? pattern.regex : /(?!)/;
    return (frame) => {
      const text = subject(frame);
      return typeof text === 'string' && regex.test(text);
    };
  }
  const part = compiler.value(second, 'quick');
  if (name === 'contains') {
    return (frame) => {
      const whole = subject(frame);
      const searched = part(frame);
      if (typeof whole === 'string') return typeof searched === 'string' && whole.includes(searched);
      return isList(whole) && whole.some((item) => equals(item, searched));
    };
  }
  const isStart = name === 'startsWith';
  return (frame) => {
    const whole = subject(frame);
    const searched = part(frame);
    if (typeof whole !== 'string' || typeof searched !== 'string') return false;
    return isStart ? whole.startsWith(searched) : whole.endsWith(searched);
  };
}

function compileIteration(name: 'any' | 'all', list: Node, condition: Node, compiler: Compiler): Test {
  const items = compiler.value(list, 'quick');
  const test = compiler.test(condition);
  const isAll = name === 'all';
  return (frame: Frame) => {
    const elements = items(frame);
    if (!isList(elements)) return false;
    const outer = frame.it;
    let verdict = isAll;
    for (const element of elements) {
      frame.it = element;
      if (test(frame) === isAll) continue;
      verdict = !isAll;
      break;
    }
    frame.it = outer;
    return verdict;
  };
}

function compileFunction({ name, args }: Call, compiler: Compiler): Evaluate {
  if (name === 'now') return ({ clock }) => instantOfMs(BigInt(clock()));
  const argument = compiler.value(args[0] as Node, name === 'string' ? 'exact' : 'quick');
  const give = FUNCTIONS[name];
  if (give === undefined) throw new Error(`The function ${name} is known to the checker and not to the compiler.`);
  return (frame) => give(argument(frame));
}

const FUNCTIONS: Readonly<Record<string, (value: Value) => Value>> = {
  lower: (value) => (typeof value === 'string' ? value.toLowerCase() : null),
  upper: (value) => (typeof value === 'string' ? value.toUpperCase() : null),
  size: sizeOf,
  type: typeName,
  number: (value) => {
    if (value instanceof Instant) return value.nanos / 1_000_000n;
    return isNumber(value) ? value : typeof value === 'string' ? numberOf(value) : null;
  },
  string: (value) => valueText(value, TEXT_LIMIT),
  date: instantOf,
  duration: (value) => (typeof value === 'string' ? parseDuration(value) : isNumber(value) ? value : null),
};
