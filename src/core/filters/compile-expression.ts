import { Instant, type Exact } from '../../shared/values/exact.ts';
import type { Node, PathStep } from './ast.ts';
import { compileCall, isCondition } from './compile-call.ts';
import { compileComparison } from './compile-comparison.ts';
import type { Compiler, Evaluate, Test } from './compiler.ts';
import { calculateTime, instantOfMs } from './dates.ts';
import type { FrameBuilder } from './frame.ts';
import { calculate, isNumber, negate } from './numbers.ts';
import { walk } from './values.ts';

export function createCompiler(builder: FrameBuilder): Compiler {
  const compiler: Compiler = {
    builder,
    test: (node) => compileTest(node, compiler),
    value: (node, form) => compileValue(node, form, compiler),
  };
  return compiler;
}

function compileTest(node: Node, compiler: Compiler): Test {
  if (node.kind === 'unary' && node.operator === '!') {
    const operand = compiler.test(node.operand);
    return (frame) => !operand(frame);
  }
  if (node.kind === 'binary') {
    const { operator } = node;
    if (operator === '&&' || operator === '||') return compileChain(node, operator, compiler);
    if (isComparison(operator)) return compileComparison(node, compiler);
  }
  if (node.kind === 'call' && isCondition(node.name)) return compileCall(node, compiler) as Test;
  const value = compiler.value(node, 'quick');
  return (frame) => value(frame) === true;
}

export function isComparison(operator: string): boolean {
  return operator === 'in' || /^[=!<>]/.test(operator);
}

/** a && b && … leans to the left a thousand deep; as one list it costs no stack. */
function compileChain(node: Node & { kind: 'binary' }, operator: '&&' | '||', compiler: Compiler): Test {
  const parts: Node[] = [];
  let rest: Node = node;
  while (rest.kind === 'binary' && rest.operator === operator) {
    parts.unshift(rest.right);
    rest = rest.left;
  }
  parts.unshift(rest);
  const tests = parts.map(compiler.test);
  const [a, b] = tests as [Test, Test];
  if (tests.length === 2) return operator === '&&' ? (frame) => a(frame) && b(frame) : (frame) => a(frame) || b(frame);
  return operator === '&&'
    ? (frame) => tests.every((test) => test(frame))
    : (frame) => tests.some((test) => test(frame));
}

function compileValue(node: Node, form: 'exact' | 'quick', compiler: Compiler): Evaluate {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'list': {
      const items = node.items.map((item) => compiler.value(item, form));
      return (frame) => items.map((item) => item(frame) ?? null);
    }
    case 'path':
      return compilePath(node, form, compiler.builder);
    case 'unary': {
      if (node.operator === '!') return compiler.test(node);
      const operand = compiler.value(node.operand, 'quick');
      return (frame) => {
        const value = operand(frame);
        return isNumber(value) ? negate(value) : null;
      };
    }
    case 'binary':
      if (node.operator === '&&' || node.operator === '||' || isComparison(node.operator)) return compiler.test(node);
      return compileArithmetic(node, compiler);
    case 'call':
      return compileCall(node, compiler);
  }
}

/** Texts that a sum has put together end here: no expression makes more of a record than a record is. */
const MAX_TEXT = 16 * 1024 * 1024;

function compileArithmetic(node: Node & { kind: 'binary' }, compiler: Compiler): Evaluate {
  const left = compiler.value(node.left, 'quick');
  const right = compiler.value(node.right, 'quick');
  const operator = node.operator as '+' | '-' | '*' | '/' | '%';
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (isNumber(a) && isNumber(b)) return calculate(operator, a, b);
    if (a instanceof Instant || b instanceof Instant) return calculateTime(operator, a, b);
    if (operator === '+' && typeof a === 'string' && typeof b === 'string') {
      return a.length + b.length > MAX_TEXT ? null : a + b;
    }
    return null;
  };
}

export type PathNode = Node & { kind: 'path' };

function compilePath(node: PathNode, form: 'exact' | 'quick', builder: FrameBuilder): Evaluate {
  const { root, steps } = node;
  if (root === 'topic') return ({ record }) => record.topic;
  if (root === 'partition') return ({ record }) => (form === 'quick' ? record.partition : BigInt(record.partition));
  if (root === 'offset') return ({ record }) => record.offset;
  if (root === 'timestamp') return ({ record }) => instantOfMs(record.timestamp);
  if (root === 'headers') {
    builder.needs.headers = true;
    return compileHeaders(steps);
  }
  if (root === 'it') return steps.length === 0 ? ({ it }) => it : ({ it }) => walk(it, steps);
  return compilePart(root === 'key' ? 'key' : 'value', steps, form, builder);
}

function compilePart(
  part: 'key' | 'value',
  steps: ReadonlyArray<PathStep>,
  form: 'exact' | 'quick',
  builder: FrameBuilder,
): Evaluate {
  builder.needs[part] = true;
  const every = steps.findIndex(({ kind }) => kind === 'every');
  const fixed = every < 0 ? steps : steps.slice(0, every);
  if (fixed.length === 0) {
    const rest = steps;
    return ({ record }) => walk(record[part].value(), rest);
  }
  const slot = builder.slot(part, fixed);
  if (every < 0) return form === 'exact' ? (frame) => frame[part].exact(slot) : (frame) => frame[part].quick(slot);
  const rest = steps.slice(every);
  return (frame) => walk(frame[part].exact(slot), rest);
}

function compileHeaders(steps: ReadonlyArray<PathStep>): Evaluate {
  const [first] = steps;
  if (first?.kind !== 'field') {
    return ({ record }) => new Map<string, Exact>(record.headers.map(({ name, value }) => [name, value.value()]));
  }
  const { name } = first;
  const rest = steps.slice(1);
  return ({ record: { headers } }) => {
    for (let index = headers.length - 1; index >= 0; index -= 1) {
      const header = headers[index] as (typeof headers)[number];
      if (header.name === name) return rest.length === 0 ? header.value.value() : walk(header.value.value(), rest);
    }
    return undefined;
  };
}
