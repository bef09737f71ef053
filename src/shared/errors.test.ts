import { describe, expect, it } from 'vitest';
import { AppError, AppErrorData, assertNever, causeMessages, ERROR_CODES } from './errors.ts';

describe('AppError', () => {
  it('crosses a process boundary and comes back the same', () => {
    const error = new AppError('TIMEOUT', 'No answer.', {
      hint: 'Try again.',
      retryable: true,
      context: { broker: 'b:9092', attempt: 2, last: false },
      cause: new Error('outer', { cause: new Error('inner') }),
    });
    const data = AppErrorData.parse(JSON.parse(JSON.stringify(error.toData())));
    expect(data).toEqual({
      code: 'TIMEOUT',
      message: 'No answer.',
      hint: 'Try again.',
      retryable: true,
      context: { broker: 'b:9092', attempt: 2, last: false },
      causes: ['outer', 'inner'],
    });
    const back = AppError.fromData(data);
    expect(back).toMatchObject({
      name: 'AppError',
      code: 'TIMEOUT',
      hint: 'Try again.',
      retryable: true,
      context: error.context,
    });
    expect(causeMessages(back.cause)).toEqual(['outer ← inner']);
  });

  it('says by default that trying again is of no use, and has no hint, cause or context', () => {
    const error = new AppError('BAD_INPUT', 'No.');
    expect(error.retryable).toBe(false);
    expect(error.toData()).toEqual({ code: 'BAD_INPUT', message: 'No.', retryable: false, context: {}, causes: [] });
    expect('cause' in error).toBe(false);
    expect(AppError.fromData(error.toData()).cause).toBeUndefined();
  });

  it('does not share its context with what it hands out', () => {
    const error = new AppError('BAD_INPUT', 'No.', { context: { a: 1 } });
    error.toData().context['a'] = 2;
    expect(error.context).toEqual({ a: 1 });
  });

  it('has codes in capitals, each once', () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
    for (const code of ERROR_CODES) expect(code).toMatch(/^[A-Z][A-Z_]+$/);
  });

  it('refuses data with a code nobody knows', () => {
    expect(
      AppErrorData.safeParse({ code: 'NEW', message: '', retryable: false, context: {}, causes: [] }).success,
    ).toBe(false);
  });
});

describe('causeMessages', () => {
  it('ends on a cycle and on a long chain', () => {
    const cycle = new Error('round');
    cycle.cause = cycle;
    expect(causeMessages(cycle)).toHaveLength(10);
  });

  it('takes values that are no errors', () => {
    expect(causeMessages('text')).toEqual(['text']);
    expect(causeMessages(null)).toEqual([]);
    expect(causeMessages(undefined)).toEqual([]);
    expect(causeMessages(new Error('outer', { cause: 7 }))).toEqual(['outer', '7']);
  });
});

it('assertNever throws, should the impossible come by', () => {
  expect(() => assertNever('x' as never)).toThrow('Unexpected value: x');
});
