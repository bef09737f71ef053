import { Button, Checkbox } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import type { LocalKafkaStatus } from '../../../shared/contract/local-kafka.ts';
import { AppError } from '../../../shared/errors.ts';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import classes from './local-kafka.module.css';
import { StartProgress } from './start-progress.tsx';
import { useLocalKafka } from './use-local-kafka.ts';

/** A real Kafka on this computer, at the push of a button. */
export function LocalKafkaCard() {
  const kafka = useLocalKafka();
  const { status } = kafka;
  const isRunning = status?.kind === 'running';
  return (
    <section className={classes.card} aria-labelledby="local-kafka-title">
      <h2 id="local-kafka-title" className={classes.title}>
        {t('localKafka.title')}
        {isRunning && <span className={classes.running}>{t('localKafka.running')}</span>}
      </h2>
      {kafka.error !== null && <ErrorView error={kafka.error} size="inline" />}
      <Body kafka={kafka} status={status} />
    </section>
  );
}

type BodyProps = {
  readonly kafka: ReturnType<typeof useLocalKafka>;
  readonly status: LocalKafkaStatus | undefined;
};

function Body({ kafka, status }: BodyProps) {
  switch (status?.kind) {
    case 'starting':
      return <StartProgress status={status} onCancel={kafka.stop} />;
    case 'stopping':
      return (
        <p className={classes.about} role="status">
          {t('localKafka.stopping')}
        </p>
      );
    case 'running':
      return <Running kafka={kafka} status={status} />;
    case 'failed':
      return <ErrorView error={AppError.fromData(status.error)} onRetry={kafka.start} size="inline" />;
    case 'stopped':
    case undefined:
      return <Stopped kafka={kafka} status={status} />;
  }
}

function Stopped({ kafka, status }: BodyProps) {
  const hasData = status?.kind === 'stopped' && status.hasData;
  return (
    <>
      <p className={classes.about}>{t(hasData ? 'localKafka.startAgainAbout' : 'localKafka.about')}</p>
      <div className={classes.actions}>
        <Button
          leftSection={<IconPlayerPlay size={14} />}
          onClick={kafka.start}
          loading={kafka.isBusy}
          disabled={status === undefined}
        >
          {t('localKafka.start')}
        </Button>
        <Checkbox
          label={t('localKafka.sampleData')}
          checked={kafka.sampleData}
          onChange={(event) => kafka.setSampleData(event.currentTarget.checked)}
        />
      </div>
    </>
  );
}

type RunningProps = {
  readonly kafka: ReturnType<typeof useLocalKafka>;
  readonly status: Extract<LocalKafkaStatus, { kind: 'running' }>;
};

function Running({ kafka, status }: RunningProps) {
  return (
    <>
      {status.adopted && <p className={classes.about}>{t('localKafka.adopted')}</p>}
      <p className={classes.about}>
        <span className="mono">{status.bootstrapServers}</span> · Kafka {status.kafkaVersion}
      </p>
      <div className={classes.actions}>
        <Button variant="filled" onClick={() => kafka.open(status.clusterId)}>
          {t('localKafka.open')}
        </Button>
        <Button leftSection={<IconPlayerStop size={14} />} onClick={kafka.stop} loading={kafka.isBusy}>
          {t('localKafka.stop')}
        </Button>
      </div>
    </>
  );
}
