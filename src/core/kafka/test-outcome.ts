import type { ClusterOverview, ClusterTest } from '../../shared/contract/clusters.ts';
import { AppError, type ErrorContext } from '../../shared/errors.ts';

type Settled<T> = PromiseSettledResult<T>;

/** Cluster and registry were tested together: both answers, or an error whose sentence says which of them it is about. */
export function testOutcome(kafka: Settled<ClusterOverview>, registry: Settled<ClusterTest['registry']>): ClusterTest {
  if (kafka.status === 'fulfilled' && registry.status === 'fulfilled') {
    return { ...kafka.value, registry: registry.value };
  }
  if (kafka.status === 'fulfilled') {
    const failure: unknown = registry.status === 'rejected' ? registry.reason : undefined;
    const about = { about: 'registry' };
    throw worded(failure, (message) => `Kafka answers, but the Schema Registry does not work. ${message}`, about);
  }
  if (registry.status === 'fulfilled') {
    if (registry.value === null) throw kafka.reason;
    throw worded(kafka.reason, (message) => `${message} The Schema Registry answers.`);
  }
  const second: unknown = registry.reason;
  const also = second instanceof AppError ? second.message : 'The log has the details.';
  throw worded(kafka.reason, (message) => `${message} The Schema Registry does not work either: ${also}`);
}

/** A field's own error stands at the field, where it needs no more words. */
function worded(error: unknown, say: (message: string) => string, about: ErrorContext = {}): unknown {
  if (!(error instanceof AppError) || 'field' in error.context) return error;
  const { code, hint, retryable, context, cause } = error;
  return new AppError(code, say(error.message), { hint, retryable, context: { ...context, ...about }, cause });
}
