import type { Node } from './ast.ts';
import type { Frame, FrameBuilder } from './frame.ts';
import type { Value } from './values.ts';

/** An expression as closures over a frame. Neither throws for anything a record may hold. */
export type Evaluate = (frame: Frame) => Value;
export type Test = (frame: Frame) => boolean;

/** What the parts of the compiler ask of each other; handed down, for they call each other in a circle. */
export type Compiler = {
  readonly builder: FrameBuilder;
  test(node: Node): Test;
  /** `exact` keeps numbers as written; `quick` may give them in another form of the same worth. */
  value(node: Node, form: 'exact' | 'quick'): Evaluate;
};
