import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { toShownError } from './shown-error.ts';

test('an expected failure shows its sentence, hint and causes', () => {
  const error = new AppError('AUTH_FAILED', 'Wrong password for user alice.', {
    hint: 'Type it again.',
    context: { broker: 'a:9092' },
    cause: new Error('SASL', { cause: new Error('denied') }),
  });
  expect(toShownError(error)).toEqual({
    code: 'AUTH_FAILED',
    message: 'Wrong password for user alice.',
    hint: 'Type it again.',
    retryable: false,
    details: 'AUTH_FAILED\nbroker: a:9092\nSASL\ndenied',
  });
});

test('a bug is a sentence too, its message in the details', () => {
  const shown = toShownError(new TypeError('x is undefined'));
  expect(shown.message).toBe('Something went wrong in the window.');
  expect(shown.details).toContain('x is undefined');
});
