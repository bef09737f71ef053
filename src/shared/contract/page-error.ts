import { z } from 'zod';
import { ErrorCode } from '../errors.ts';

/** Classes an error of the page is told by; what has another name is told as `Error`: names can be made from data. */
export const PAGE_ERROR_CLASSES = [
  ...['AppError', 'Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'URIError', 'EvalError'],
  ...['AggregateError', 'AbortError', 'TimeoutError', 'DOMException'],
] as const;

export const MAX_PLACES = 50;

/** An error of the page itself, in a form that has no place for a text: which class, and where in our own files. */
export const PageError = z.strictObject({
  /** Thrown where nobody caught it, in a promise nobody waited for, or while a part of the screen was drawn. */
  from: z.enum(['error', 'rejection', 'render']),
  name: z.enum(PAGE_ERROR_CLASSES),
  /** Of an AppError. */
  code: ErrorCode.nullable(),
  /** Innermost first. */
  places: z
    .array(
      z.strictObject({
        file: z.string().regex(/^assets\/[\w-]{1,80}\.js$/),
        line: z.int().min(1).max(9_999_999),
        column: z.int().min(1).max(9_999_999),
      }),
    )
    .max(MAX_PLACES),
});
export type PageError = z.infer<typeof PageError>;
