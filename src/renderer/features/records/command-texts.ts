import type { ClusterSummary } from '../../../shared/contract/clusters.ts';
import { shellQuote } from './shell-quote.ts';

type Place = { readonly topic: string; readonly partition: number; readonly offset: string };
type Reach = Pick<ClusterSummary, 'bootstrapServers' | 'protocol'>;

/** A kcat command that prints exactly this record. Secrets are never in it: they stay in the user's own config file. */
export function kcatCommand(place: Place, cluster: Reach): string {
  const words = ['kcat', '-C', '-b', servers(cluster)];
  if (cluster.protocol !== 'PLAINTEXT') words.push('-F', 'client.conf');
  words.push('-t', place.topic, '-p', String(place.partition), '-o', place.offset, '-c', '1');
  words.push('-f', 'key: %k\\nvalue: %s\\nheaders: %h\\n');
  return words.map(shellQuote).join(' ');
}

/** The same with the tool that comes with Kafka. */
export function consoleConsumerCommand(place: Place, cluster: Reach): string {
  const words = ['kafka-console-consumer.sh', '--bootstrap-server', servers(cluster)];
  if (cluster.protocol !== 'PLAINTEXT') words.push('--consumer.config', 'client.properties');
  words.push(
    '--topic',
    place.topic,
    '--partition',
    String(place.partition),
    '--offset',
    place.offset,
    '--max-messages',
    '1',
  );
  for (const property of ['print.key', 'print.headers', 'print.timestamp'])
    words.push('--property', `${property}=true`);
  return words.map(shellQuote).join(' ');
}

/** The list as the tools want it: commas only. */
function servers(cluster: Reach): string {
  return cluster.bootstrapServers
    .split(/[\s,]+/)
    .filter((server) => server !== '')
    .join(',');
}
