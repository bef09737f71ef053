import { AppError, causeMessages } from '../../shared/errors.ts';

/** An error broken up for the screen and for a mail to support. */
export type ShownError = {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  /** True where the same again may work. */
  readonly retryable: boolean;
  /** Code, facts and causes, a line each. Secrets never get this far: the core masks what it lets out. */
  readonly details: string;
};

export function toShownError(error: unknown): ShownError {
  const known =
    error instanceof AppError
      ? error
      : new AppError('INTERNAL', 'Something went wrong in the window.', {
          hint: 'Try again. If it happens again, please report it to support.',
          retryable: true,
          cause: error,
        });
  const facts = Object.entries(known.context).map(([name, value]) => `${name}: ${String(value)}`);
  const causes = causeMessages(known.cause).flatMap((message) => message.split(' ← '));
  return {
    code: known.code,
    message: known.message,
    hint: known.hint,
    retryable: known.retryable,
    details: [known.code, ...facts, ...causes].join('\n'),
  };
}
