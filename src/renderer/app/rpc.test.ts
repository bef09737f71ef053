import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { fromWire } from './rpc.ts';

test('a failure of the core arrives as the AppError it was', () => {
  const thrown = new AppError('AUTH_FAILED', 'Wrong password.', {
    hint: 'Type it again.',
    context: { broker: 'a:1' },
    cause: new Error('SASL'),
  });
  const error = fromWire(new ORPCError('APP_ERROR', { status: 422, data: thrown.toData() }));
  expect(error.toData()).toEqual(thrown.toData());
});

test('an answer that is not of the contract is a bug, with its cause', () => {
  const error = fromWire(new ORPCError('INTERNAL_SERVER_ERROR', { data: { code: 'MADE_UP' } }));
  expect([error.code, error.retryable]).toEqual(['INTERNAL', false]);
  expect(error.cause).toBeInstanceOf(ORPCError);
});

test('a broken channel is a lost connection that may come back', () => {
  const error = fromWire(new Error('closed'));
  expect([error.code, error.retryable]).toEqual(['CONNECTION_LOST', true]);
});
