import { ORPCError, ValidationError } from '@orpc/contract';
import { AppError } from '../../shared/errors.ts';

/** Any thrown value as an AppError: expected ones as they are, refused input with its field, the rest as INTERNAL. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ORPCError && error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') {
    const [first] = error.cause.issues;
    const field = (first?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    const message = first?.message ?? 'The input is not valid.';
    return new AppError('BAD_INPUT', field === '' ? message : `${field}: ${message}`, { context: { field } });
  }
  return new AppError('INTERNAL', 'Something went wrong inside the app.', {
    hint: 'The log has the details. Please report it through Support.',
    cause: error,
  });
}
