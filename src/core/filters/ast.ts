import type { Decimal } from '../../shared/values/exact.ts';

/** What an expression is made of. `from` and `to` are UTF-16 positions in its text. */
export type Span = { readonly from: number; readonly to: number };

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%';

export type Literal = null | boolean | string | number | bigint | Decimal;

export type Node = Span &
  (
    | { readonly kind: 'literal'; readonly value: Literal }
    | { readonly kind: 'list'; readonly items: ReadonlyArray<Node> }
    | { readonly kind: 'path'; readonly root: string; readonly rootTo: number; readonly steps: ReadonlyArray<PathStep> }
    | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Node }
    | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
    | { readonly kind: 'call'; readonly name: string; readonly nameTo: number; readonly args: ReadonlyArray<Node> }
  );

/** A field's name, an element's number, or every element. */
export type PathStep =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'every' };

export type Problem = { readonly message: string; readonly from: number; readonly to: number };

/** Thrown inside parser and checker, caught at their door. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(message: string, from: number, to: number) {
    super(message);
    this.problem = { message, from, to };
  }
}
