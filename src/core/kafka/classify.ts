import { AppError } from '../../shared/errors.ts';
import { brokerAnswer } from './classify-broker.ts';
import { socketFailure } from './classify-socket.ts';
import { evidenceOf, type About, type Evidence } from './error-evidence.ts';
import { addressText, contextOf } from './error-words.ts';

export type { About } from './error-evidence.ts';

/**
 * Any thrown value as an AppError; never throws itself. The deepest cause decides, because both libraries wrap what
 * happened ("Connection closed") around why ("certificate has expired").
 */
export function classify(error: unknown, about: About = {}): AppError {
  if (error instanceof AppError) return error;
  const evidence = evidenceOf(error);
  const known = evidence.appError ?? brokerAnswer(evidence, about, error) ?? socketFailure(evidence, about, error);
  return known ?? unknownFailure(evidence, about, error);
}

function unknownFailure(evidence: Evidence, about: About, cause: unknown): AppError {
  const what = evidence.messages.at(-1) ?? 'no reason was given';
  return new AppError('KAFKA_ERROR', `The broker${addressText(about)} could not do this: ${what}`, {
    cause,
    context: contextOf(about),
  });
}
