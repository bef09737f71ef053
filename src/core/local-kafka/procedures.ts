import type { Implementer } from '../guard/index.ts';
import type { LocalKafka } from './local-kafka.ts';

/** The `localKafka` part of the contract. */
export function localKafkaProcedures(os: Implementer, localKafka: LocalKafka) {
  return {
    status: os.localKafka.status.handler(() => localKafka.status()),
    start: os.localKafka.start.handler(({ input }) => localKafka.start(input)),
    stop: os.localKafka.stop.handler(() => localKafka.stop()),
  };
}
