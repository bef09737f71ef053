export type Properties = Readonly<Record<string, string>>;

/** A Java .properties file. Windows paths and letters beyond ASCII survive: Java reads these files as Latin-1. */
export function renderProperties(properties: Properties): string {
  const lines = Object.entries(properties).map(([key, value]) => `${escape(key)}=${escape(value)}`);
  return `${lines.join('\n')}\n`;
}

function escape(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replace(/^ /, '\\ ')
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A broker alone on its machine: one copy of everything, small buffers, groups that join at once. */
const SINGLE_NODE: Properties = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '4',
  'group.initial.rebalance.delay.ms': '0',
  'auto.create.topics.enable': 'false',
  // The cleaner's default buffer of 128 MB alone is more than the heap we give.
  'log.cleaner.threads': '1',
  'log.cleaner.dedupe.buffer.size': '2097152',
};

export function singleNodeProperties(dataFolder: string): Properties {
  return { ...SINGLE_NODE, 'log.dirs': dataFolder };
}

/** Broker and controller in one process, on 127.0.0.1 only. */
export function kraftProperties(o: { dataFolder: string; port: number; controllerPort: number }): Properties {
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${o.controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${o.port},CONTROLLER://127.0.0.1:${o.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${o.port}`,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    // After a crash the broker may not register again before its old session has run out (9 s by default).
    'broker.session.timeout.ms': '4000',
    'broker.heartbeat.interval.ms': '500',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'share.coordinator.state.topic.num.partitions': '4',
    ...singleNodeProperties(o.dataFolder),
  };
}
