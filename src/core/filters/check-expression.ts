import { ProblemError, type Node, type PathStep, type Problem } from './ast.ts';
import { parseDuration, parseInstant } from './dates.ts';
import { functionNamed, FUNCTIONS, nearest, ROOTS } from './functions.ts';
import { parse } from './parse.ts';
import { compilePattern } from './patterns.ts';

export type Checked =
  { readonly ok: true; readonly node: Node } | { readonly ok: false; readonly problems: ReadonlyArray<Problem> };

/** What can be said of a part of an expression without a record. */
type Kind = 'boolean' | 'number' | 'string' | 'time' | 'null' | 'list' | 'any';

const MAX_PROBLEMS = 20;

/** Reads and checks an expression; `filter` asks for one that is true or false, `column` takes any. */
export function checkExpression(text: string, use: 'filter' | 'column' = 'filter'): Checked {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const checker = new Checker(use);
  const kind = checker.kindOf(parsed.node, false);
  const { problems } = checker;
  if (problems.length === 0 && use === 'filter' && kind !== 'boolean' && kind !== 'any') {
    const message = `This gives ${NAMES[kind]}; a filter must be true or false: compare it with something, as in … == 1.`;
    problems.push({ message, from: parsed.node.from, to: parsed.node.to });
  }
  return problems.length === 0 ? { ok: true, node: parsed.node } : { ok: false, problems };
}

const NAMES: Readonly<Record<Kind, string>> = {
  boolean: 'true or false',
  number: 'a number',
  string: 'a text',
  time: 'a point in time',
  null: 'null',
  list: 'a list',
  any: 'a value',
};

const SCALARS = new Map<string, Kind>([
  ['topic', 'string'],
  ['partition', 'number'],
  ['offset', 'number'],
  ['timestamp', 'time'],
]);

class Checker {
  readonly problems: Problem[] = [];
  readonly #use: 'filter' | 'column';

  constructor(use: 'filter' | 'column') {
    this.#use = use;
  }

  #say(message: string, { from, to }: { readonly from: number; readonly to: number }): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ message, from, to });
  }

  kindOf(node: Node, insideAny: boolean): Kind {
    switch (node.kind) {
      case 'literal':
        return literalKind(node.value);
      case 'list':
        for (const item of node.items) this.kindOf(item, insideAny);
        return 'list';
      case 'path':
        return this.#path(node, insideAny);
      case 'unary':
        return this.#unary(node, insideAny);
      case 'binary':
        return this.#binary(node, insideAny);
      case 'call':
        return this.#call(node, insideAny);
    }
  }

  #path(node: Node & { kind: 'path' }, insideAny: boolean): Kind {
    const { root, from, rootTo, steps } = node;
    if (!ROOTS.some(({ name }) => name === root)) {
      this.#say(unknownName(root), { from, to: rootTo });
      return 'any';
    }
    if (root === 'it' && !insideAny)
      this.#say('it stands for an element and is known inside any(…) and all(…) only.', node);
    const scalar = SCALARS.get(root);
    if (scalar !== undefined && steps.length > 0) this.#say(`${root} has no fields; write ${root} alone.`, node);
    if (root === 'headers' && steps.length > 0 && steps[0]?.kind !== 'field') {
      this.#say('Headers are asked for by name: headers.source or headers["trace-id"].', node);
    }
    if (steps.some(({ kind }) => kind === 'every')) return 'list';
    return scalar ?? 'any';
  }

  #unary(node: Node & { kind: 'unary' }, insideAny: boolean): Kind {
    const kind = this.kindOf(node.operand, insideAny);
    if (node.operator === '!') {
      if (kind !== 'boolean' && kind !== 'any')
        this.#say(`! needs true or false; this is ${NAMES[kind]}.`, node.operand);
      return 'boolean';
    }
    if (kind !== 'number' && kind !== 'any') this.#say(`Minus needs a number; this is ${NAMES[kind]}.`, node.operand);
    return 'number';
  }

  #binary(node: Node & { kind: 'binary' }, insideAny: boolean): Kind {
    const { operator, left, right } = node;
    const a = this.kindOf(left, insideAny);
    const b = this.kindOf(right, insideAny);
    if (operator === '&&' || operator === '||') {
      for (const [side, kind] of [
        [left, a],
        [right, b],
      ] as const) {
        if (kind !== 'boolean' && kind !== 'any') {
          this.#say(`${operator} joins conditions; this is ${NAMES[kind]}: compare it with something.`, side);
        }
      }
      return 'boolean';
    }
    if (operator === 'in') {
      if (b !== 'list' && b !== 'any')
        this.#say(`in needs a list on its right: ["a", "b"]; this is ${NAMES[b]}.`, right);
      return 'boolean';
    }
    if (operator === '==' || operator === '!=') {
      this.#comparable(node, a, b);
      return 'boolean';
    }
    if (operator.startsWith('<') || operator.startsWith('>')) {
      this.#ordered(node, a, b);
      return 'boolean';
    }
    return this.#arithmetic(node, a, b);
  }

  #comparable({ left, right }: Node & { kind: 'binary' }, a: Kind, b: Kind): void {
    this.#time(left, a, b);
    this.#time(right, b, a);
    this.#everyElement(left, b);
    this.#everyElement(right, a);
  }

  #ordered(node: Node & { kind: 'binary' }, a: Kind, b: Kind): void {
    if (a === 'null' || b === 'null')
      this.#say('Nothing is greater or less than null; write == null or != null.', node);
    for (const [side, kind] of [
      [node.left, a],
      [node.right, b],
    ] as const) {
      if (kind === 'boolean') this.#say('True and false have no order; compare them with == or !=.', side);
    }
    this.#comparable(node, a, b);
  }

  /** `timestamp > "yesterday"` can never be true: said while it is typed. */
  #time(side: Node, kind: Kind, other: Kind): void {
    if (other !== 'time' || kind !== 'string' || side.kind !== 'literal') return;
    if (parseInstant(String(side.value)) === null) {
      this.#say('Not a time; write it as "2026-11-21T10:00:00Z" or as now() - "15m".', side);
    }
  }

  #everyElement(side: Node, other: Kind): void {
    const isEvery = side.kind === 'path' && side.steps.some(({ kind }) => kind === 'every');
    if (isEvery && other !== 'any' && other !== 'list' && other !== 'null') {
      this.#say('This is a list; write any(list, it == …) or use in.', side);
    }
  }

  #arithmetic({ operator, left, right }: Node & { kind: 'binary' }, a: Kind, b: Kind): Kind {
    if (a === 'time' || b === 'time') {
      if (operator !== '+' && operator !== '-') this.#say(`Times can be added to and subtracted from only.`, left);
      if (a === 'time' && b === 'time') return 'number';
      const length = a === 'time' ? right : left;
      if (length.kind === 'literal' && typeof length.value === 'string' && parseDuration(length.value) === null) {
        this.#say('Not a length of time; write "15m", "1h30m" or "7d" (ms, s, m, h, d, w).', length);
      }
      return 'time';
    }
    if (operator === '+' && (a === 'string' || b === 'string')) return 'string';
    for (const [side, kind] of [
      [left, a],
      [right, b],
    ] as const) {
      if (kind === 'any' || kind === 'number') continue;
      const what = kind === 'string' ? 'a text; number("12") makes one of it' : NAMES[kind];
      this.#say(`${operator} needs numbers; this is ${what}.`, side);
    }
    return operator === '+' && a === 'any' && b === 'any' ? 'any' : 'number';
  }

  #call(node: Node & { kind: 'call' }, insideAny: boolean): Kind {
    const { name, args, from, nameTo } = node;
    const entry = functionNamed(name);
    if (entry === undefined) {
      const near = nearest(
        name,
        FUNCTIONS.map((candidate) => candidate.name),
      );
      const hint = near === null ? 'The list of functions opens with Ctrl+Space.' : `Did you mean ${near}?`;
      this.#say(`There is no function ${name}. ${hint}`, { from, to: nameTo });
      return 'any';
    }
    // Columns are worked out in the thread that reads; only the threads of a search can be ended in the middle.
    if (name === 'matches' && this.#use === 'column') {
      this.#say('A column cannot use a pattern, which may run for ever; a filter can. Use contains or startsWith.', {
        from,
        to: nameTo,
      });
    }
    const [least, most] = entry.args;
    const isIteration = name === 'any' || name === 'all';
    const kinds = args.map((arg, index) => this.kindOf(arg, insideAny || (isIteration && index === 1)));
    if (args.length < least || args.length > most) {
      this.#say(`${name} is written ${entry.signature}.`, node);
      return entry.gives;
    }
    if (isIteration && kinds[1] !== 'boolean' && kinds[1] !== 'any') {
      this.#say(`${name} needs a condition on it: ${name}(value.items, it.price > 10).`, args[1] as Node);
    }
    this.#argument(name, args, kinds);
    return entry.gives;
  }

  #argument(name: string, args: ReadonlyArray<Node>, kinds: ReadonlyArray<Kind>): void {
    const first = args[0] as Node;
    if ((name === 'has' || name === 'exists') && first.kind !== 'path')
      this.#say(`${name} needs a field: ${name}(value.note).`, first);
    if (
      name === 'date' &&
      first.kind === 'literal' &&
      kinds[0] === 'string' &&
      parseInstant(String(first.value)) === null
    ) {
      this.#say('Not a time; write it as "2026-11-21", "2026-11-21T10:00:00Z" or with a zone: …+01:00.', first);
    }
    if (name === 'duration' && first.kind === 'literal' && parseDuration(String(first.value)) === null) {
      this.#say('Not a length of time; write "15m", "1h30m" or "7d" (ms, s, m, h, d, w).', first);
    }
    if (name === 'matches') this.#pattern(args[1] as Node);
    const wantsText = name === 'lower' || name === 'upper' || name === 'startsWith' || name === 'endsWith';
    if (wantsText && kinds[0] !== 'string' && kinds[0] !== 'any') {
      this.#say(`${name} needs a text; this is ${NAMES[kinds[0] as Kind]}. string(…) makes one of it.`, first);
    }
  }

  #pattern(node: Node): void {
    if (node.kind !== 'literal' || typeof node.value !== 'string') {
      this.#say('The pattern must be written out, in quotes.', node);
      return;
    }
    const pattern = compilePattern(node.value);
    if (!pattern.ok) this.#say(pattern.message, node);
  }
}

function literalKind(value: unknown): Kind {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'string' ? 'string' : 'number';
}

function unknownName(name: string): string {
  const near = nearest(
    name,
    ROOTS.map((root) => root.name),
  );
  if (near !== null) return `There is no ${name}. Did you mean ${near}?`;
  if (functionNamed(name) !== undefined)
    return `${name} is a function: write ${functionNamed(name)?.signature ?? name}.`;
  return `There is no ${name}. A field of the value is written value.${name}; a text needs quotes: "${name}".`;
}

/** For code that has checked before. */
export function parseChecked(text: string, use: 'filter' | 'column'): Node {
  const checked = checkExpression(text, use);
  if (checked.ok) return checked.node;
  const [problem] = checked.problems;
  throw new ProblemError(problem?.message ?? 'Not an expression.', problem?.from ?? 0, problem?.to ?? 0);
}

export function hasEvery(steps: ReadonlyArray<PathStep>): boolean {
  return steps.some(({ kind }) => kind === 'every');
}
