import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { AppError } from '../../../shared/errors.ts';
import { mayHelpToTryCompatible } from '../../app/compatible-client.ts';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { formatDuration } from '../../ui/format.ts';
import { fieldErrorOf } from './draft.ts';
import classes from './form.module.css';
import type { ClusterFormState } from './use-cluster-form.ts';

/** How the last test or save went, above the buttons that began it. */
export function FormOutcome({ form }: { readonly form: ClusterFormState }) {
  const { test, save, draft } = form;
  const error = save.error ?? test.error;
  if (error instanceof AppError && Object.keys(fieldErrorOf(error)).length > 0) {
    // The sentence stands at its field; here is what to do.
    return (
      <p className={classes.incomplete} role="alert">
        {error.hint ?? t('clusters.fixFields')}
      </p>
    );
  }
  if (error !== null) {
    const isOfRegistry = error instanceof AppError && error.context['about'] === 'registry';
    const offersOther =
      !isOfRegistry && draft.engine === 'platformatic' && save.error === null && mayHelpToTryCompatible(error);
    return (
      <ErrorView error={error} size="inline">
        {offersOther && (
          <Button onClick={() => form.runTest({ engine: 'kafkajs' })}>{t('clusters.tryCompatible')}</Button>
        )}
      </ErrorView>
    );
  }
  if (test.data !== undefined) {
    const { brokers, kafkaVersion, latencyMs, registry } = test.data;
    return (
      <p className={classes.ok} role="status">
        <IconCircleCheck size={16} stroke={1.8} aria-hidden />
        {t('clusters.testOk', {
          brokers: t('shell.brokers', { count: brokers.length }),
          version: kafkaVersion,
          latency: formatDuration(latencyMs),
        })}
        {registry !== null &&
          ` ${t('clusters.testRegistryOk', {
            kind: registry.kind,
            subjects: t('clusters.subjects', { count: registry.subjects }),
          })}`}
      </p>
    );
  }
  if (form.isIncomplete) {
    return (
      <p className={classes.incomplete} role="alert">
        {t('clusters.fixFields')}
      </p>
    );
  }
  return null;
}
