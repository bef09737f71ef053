import { useMemo } from 'react';
import { useApi } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { useJob } from '../../app/use-job.ts';
import { useLocalKafkaStatus } from './use-local-kafka.ts';

/** Shows a start of local Kafka in the status bar while its card is out of sight. Draws nothing itself. */
export function LocalKafkaJob() {
  const api = useApi();
  const { data: status } = useLocalKafkaStatus();
  const fraction = status?.kind === 'starting' ? status.fraction : undefined;
  const job = useMemo(() => {
    if (fraction === undefined) return null;
    return {
      id: 'local-kafka',
      label: t('localKafka.starting'),
      fraction,
      // Its status tells how the stop went.
      cancel: () => void api.localKafka.stop().catch(() => undefined),
    };
  }, [api, fraction]);
  useJob(job);
  return null;
}
