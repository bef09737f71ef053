import { Button, Loader, Progress } from '@mantine/core';
import { IconCheck, IconCircleDotted } from '@tabler/icons-react';
import { LocalKafkaStep, type LocalKafkaStatus } from '../../../shared/contract/local-kafka.ts';
import { t } from '../../app/texts.ts';
import classes from './local-kafka.module.css';

type Props = { readonly status: Extract<LocalKafkaStatus, { kind: 'starting' }>; onCancel(): void };

/** The steps of a start: what is done, what goes on, what is to come. */
export function StartProgress({ status, onCancel }: Props) {
  const steps = LocalKafkaStep.options;
  const current = steps.indexOf(status.step);
  return (
    <>
      <p className="visually-hidden" role="status">
        {t('localKafka.starting')}: {t(`localKafka.step.${status.step}`)}
      </p>
      <ol className={classes.steps} aria-label={t('localKafka.steps')}>
        {steps.map((step, index) => {
          const state = index < current ? 'done' : index === current ? 'now' : 'later';
          return (
            <li
              key={step}
              className={classes.step}
              data-state={state}
              aria-current={state === 'now' ? 'step' : undefined}
            >
              <span className={classes.stepIcon} aria-hidden>
                {state === 'done' && <IconCheck size={14} stroke={2} />}
                {state === 'now' && <Loader size={12} />}
                {state === 'later' && <IconCircleDotted size={14} stroke={1.5} />}
              </span>
              {t(`localKafka.step.${step}`)}
              {state === 'done' && <span className="visually-hidden">({t('localKafka.stepDone')})</span>}
            </li>
          );
        })}
      </ol>
      <Progress
        value={(status.fraction ?? 1) * 100}
        animated={status.fraction === null}
        size={4}
        aria-label={t('localKafka.starting')}
      />
      <p className={classes.message}>{status.message}</p>
      <div className={classes.actions}>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}
