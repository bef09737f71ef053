import { AppError, type ErrorCode } from '../../shared/errors.ts';

/** Failures another client library may not have: not a wrong address, password or certificate. */
const WORTH_A_TRY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'AUTH_UNSUPPORTED',
  'TLS_FAILED',
  'CONNECTION_LOST',
  'NOT_KAFKA',
  'TIMEOUT',
  'UNSUPPORTED',
  'KAFKA_ERROR',
  'INTERNAL',
]);

/** True where it makes sense to offer the Compatible client after the standard one failed. */
export function mayHelpToTryCompatible(error: unknown): boolean {
  return error instanceof AppError && WORTH_A_TRY.has(error.code);
}
