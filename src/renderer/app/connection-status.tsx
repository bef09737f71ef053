import { formatClock, formatDuration } from '../ui/format.ts';
import { usePreferences } from './context.tsx';
import classes from './status-bar.module.css';
import { t } from './texts.ts';
import { useClusterOverview } from './use-connection.ts';
import { useHostIsLost } from './use-host-is-lost.ts';

type Light = 'ok' | 'warn' | 'error' | 'off';

/** One line: connected to how many brokers, how fast they answer, and as of when that was. */
export function ConnectionStatus({ clusterId }: { readonly clusterId: string | null }) {
  const time = usePreferences((preferences) => preferences.time);
  const hostIsLost = useHostIsLost();
  const { opened, overview } = useClusterOverview(clusterId);
  if (hostIsLost) return <Line light="error" text={t('shell.hostLost')} />;
  if (clusterId === null) return null;
  if (opened.isFetching) return <Line light="warn" text={t('shell.connecting')} />;
  if (overview.data === undefined) return <Line light="off" text={t('shell.notConnected')} />;
  const { brokers, kafkaVersion, latencyMs, asOf } = overview.data;
  const facts = [
    overview.isError ? t('shell.noAnswer') : t('shell.connected'),
    t('shell.brokers', { count: brokers.length }),
    `Kafka ${kafkaVersion}`,
    formatDuration(latencyMs),
    t('shell.asOf', { time: formatClock(asOf, time) }),
  ];
  return <Line light={overview.isError ? 'error' : 'ok'} text={facts.join(' · ')} />;
}

function Line({ light, text }: { readonly light: Light; readonly text: string }) {
  return (
    <span className={classes.status}>
      <span className={classes.light} data-state={light} aria-hidden />
      <span className={classes.statusText}>{text}</span>
    </span>
  );
}
