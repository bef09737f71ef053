import { ProblemError, type BinaryOperator, type Node, type PathStep, type Problem } from './ast.ts';
import { parseNumber } from './numbers.ts';
import { tokenize, type Token } from './tokens.ts';

export const EXPRESSION_LENGTH = 20_000;
export const NESTING_LIMIT = 100;
export const LIST_LIMIT = 1000;

export type Parsed =
  { readonly ok: true; readonly node: Node } | { readonly ok: false; readonly problems: ReadonlyArray<Problem> };

/** How tightly each operator binds; those of one strength are taken from left to right. */
const STRENGTH: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  in: 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};
const UNARY_STRENGTH = 7;
const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);
const WORDS: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!', AND: '&&', OR: '||', NOT: '!' };

/** Text to tree; the first thing that is wrong, with its place and what to do. */
export function parse(text: string): Parsed {
  if (text.length > EXPRESSION_LENGTH) {
    const message = `An expression may have ${EXPRESSION_LENGTH} characters; this one has ${text.length}.`;
    return { ok: false, problems: [{ message, from: EXPRESSION_LENGTH, to: text.length }] };
  }
  try {
    const parser = new Parser(tokenize(text));
    return { ok: true, node: parser.whole() };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { ok: false, problems: [error.problem] };
  }
}

class Parser {
  readonly #tokens: ReadonlyArray<Token>;
  #at = 0;
  #depth = 0;

  constructor(tokens: ReadonlyArray<Token>) {
    this.#tokens = tokens;
  }

  whole(): Node {
    if (this.#peek.kind === 'end') {
      throw new ProblemError('Write a condition, such as value.status == "paid".', 0, this.#peek.to);
    }
    const node = this.#expression(0);
    const rest = this.#peek;
    if (rest.kind !== 'end') throw unexpected(rest, 'an operator such as && or ==');
    return node;
  }

  get #peek(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #next(): Token {
    const token = this.#peek;
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  #is(text: string): boolean {
    return this.#peek.kind === 'operator' && this.#peek.text === text;
  }

  #take(text: string, what: string): Token {
    if (!this.#is(text)) throw unexpected(this.#peek, what);
    return this.#next();
  }

  #expression(strength: number): Node {
    this.#depth += 1;
    if (this.#depth > NESTING_LIMIT) {
      const { from, to } = this.#peek;
      throw new ProblemError(`Nested deeper than ${NESTING_LIMIT} levels; split the condition.`, from, to);
    }
    let left = this.#prefix();
    // Chains such as a && b && … grow to the left without depth of their own; evaluating them recurses, so they count.
    let links = 0;
    for (;;) {
      const operator = this.#operator();
      const binds = operator === null ? 0 : (STRENGTH[operator] as number);
      if (operator === null || binds <= strength) break;
      const token = this.#next();
      links += 1;
      if (links > LIST_LIMIT) {
        throw new ProblemError(
          `More than ${LIST_LIMIT} conditions in a row; use "in" with a list.`,
          token.from,
          token.to,
        );
      }
      left = join(operator, left, this.#expression(binds));
    }
    this.#depth -= 1;
    return left;
  }

  #operator(): BinaryOperator | null {
    const { kind, text, from, to } = this.#peek;
    if (kind === 'name') {
      const meant = WORDS[text];
      if (meant !== undefined) throw new ProblemError(`Write ${meant} instead of ${text}.`, from, to);
      return text === 'in' ? 'in' : null;
    }
    return kind === 'operator' && STRENGTH[text] !== undefined ? (text as BinaryOperator) : null;
  }

  #prefix(): Node {
    const token = this.#next();
    const { kind, text, from, to } = token;
    if (kind === 'number') return { kind: 'literal', value: parseNumber(text), from, to };
    if (kind === 'string') return { kind: 'literal', value: text, from, to };
    if (kind === 'name') return this.#name(token);
    if (text === '!' || text === '-') {
      const operand = this.#expression(UNARY_STRENGTH);
      return { kind: 'unary', operator: text, operand, from, to: operand.to };
    }
    if (text === '(' && kind === 'operator') {
      const inner = this.#expression(0);
      const close = this.#take(')', 'a closing )');
      return { ...inner, from, to: close.to };
    }
    if (text === '[' && kind === 'operator') {
      const items = this.#arguments(']');
      return { kind: 'list', items, from, to: this.#before };
    }
    throw unexpected(token, 'a field, a value or a function');
  }

  get #before(): number {
    return this.#tokens[this.#at - 1]?.to ?? 0;
  }

  #arguments(close: ')' | ']'): ReadonlyArray<Node> {
    const items: Node[] = [];
    if (this.#is(close)) {
      this.#next();
      return items;
    }
    for (;;) {
      items.push(this.#expression(0));
      if (items.length > LIST_LIMIT) {
        const { from, to } = this.#peek;
        throw new ProblemError(`A list may have ${LIST_LIMIT} elements.`, from, to);
      }
      if (this.#is(close)) break;
      this.#take(',', `a comma or a closing ${close}`);
    }
    this.#next();
    return items;
  }

  #name(token: Token): Node {
    const { text, from, to } = token;
    if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true', from, to };
    if (text === 'null') return { kind: 'literal', value: null, from, to };
    const meant = WORDS[text];
    if (meant !== undefined && !this.#is('.')) throw new ProblemError(`Write ${meant} instead of ${text}.`, from, to);
    if (this.#is('(')) {
      this.#next();
      const args = this.#arguments(')');
      return { kind: 'call', name: text, nameTo: to, args, from, to: this.#before };
    }
    const steps: PathStep[] = [];
    while (this.#is('.') || this.#is('[')) {
      if (steps.length >= NESTING_LIMIT) throw unexpected(this.#peek, `a path of at most ${NESTING_LIMIT} names`);
      steps.push(this.#next().text === '.' ? this.#field() : this.#bracket());
    }
    return { kind: 'path', root: text, rootTo: to, steps, from, to: this.#before };
  }

  #field(): PathStep {
    const token = this.#next();
    if (token.kind !== 'name') throw unexpected(token, 'a name after the dot; other names go in ["…"]');
    if (this.#is('(')) {
      const message = `Functions stand in front: write ${token.text}(…, …) with the field as its first argument.`;
      throw new ProblemError(message, token.from, token.to);
    }
    return { kind: 'field', name: token.text };
  }

  #bracket(): PathStep {
    const token = this.#next();
    const close = () => this.#take(']', 'a closing ]');
    if (token.kind === 'string') {
      close();
      return { kind: 'field', name: token.text };
    }
    if (token.kind === 'operator' && token.text === '*') {
      close();
      return { kind: 'every' };
    }
    const index = Number(token.text);
    if (token.kind !== 'number' || !/^\d{1,9}$/.test(token.text)) {
      throw new ProblemError('In brackets goes a "name", a whole number from 0, or *.', token.from, token.to);
    }
    close();
    return { kind: 'index', index };
  }
}

function join(operator: BinaryOperator, left: Node, right: Node): Node {
  if (COMPARISONS.has(operator) && left.kind === 'binary' && COMPARISONS.has(left.operator) && left.to < right.from) {
    const isBare = operator !== '==' && operator !== '!=';
    if (isBare) {
      throw new ProblemError('Comparisons cannot be chained; write a < b && b < c.', left.from, right.to);
    }
  }
  return { kind: 'binary', operator, left, right, from: left.from, to: right.to };
}

function unexpected({ kind, text, from, to }: Token, wanted: string): ProblemError {
  if (kind === 'end') return new ProblemError(`The expression ends too early: ${wanted} is missing.`, from, to);
  const shown = text.length > 30 ? `${text.slice(0, 30)}…` : text;
  return new ProblemError(`Unexpected ${kind === 'string' ? `text "${shown}"` : shown}: expected ${wanted}.`, from, to);
}
