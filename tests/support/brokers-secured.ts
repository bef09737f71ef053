import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Admin } from '@platformatic/kafka';
import {
  freePorts,
  KAFKA_PACKAGES,
  KAFKA_VERSION,
  kraftProperties,
  startBroker,
  type Properties,
} from '../../src/core/local-kafka/index.ts';
import { KEEPS_ALL, type Ground } from './brokers-ground.ts';
import { newClusterId } from './brokers-plain.ts';
import type { Credentials, SecuredBroker, SecuredListeners } from './brokers-types.ts';
import { makeCertificates, type TestCertificates } from './certificates.ts';

const ADMIN: Credentials = { username: 'admin', password: 'admin-secret' };
const ALICE: Credentials = { username: 'alice', password: 'alice-secret' };
const USERS = [ADMIN, ALICE];

type Listener = { readonly face: keyof SecuredListeners; readonly name: string; readonly protocol: string };

const LISTENERS: ReadonlyArray<Listener> = [
  { face: 'plaintext', name: 'PLAINTEXT', protocol: 'PLAINTEXT' },
  { face: 'saslPlaintext', name: 'SASL_PLAINTEXT', protocol: 'SASL_PLAINTEXT' },
  { face: 'saslSsl', name: 'SASL_SSL', protocol: 'SASL_SSL' },
  { face: 'ssl', name: 'SSL', protocol: 'SSL' },
  { face: 'mtls', name: 'MTLS', protocol: 'SSL' },
  { face: 'expired', name: 'EXPIRED', protocol: 'SSL' },
  { face: 'otherHost', name: 'OTHERHOST', protocol: 'SSL' },
];

/** Starts Kafka 4.3.1 with every kind of listener we can enter, an authorizer, two users and topics to see or not. */
export async function startSecured(ground: Ground): Promise<{ broker: SecuredBroker; stop: () => Promise<void> }> {
  const folder = ground.folder('secured');
  const certificates = makeCertificates(join(folder, 'tls'), ground.java);
  const [jars, ports] = await Promise.all([
    ground.jars(KAFKA_VERSION, KAFKA_PACKAGES),
    freePorts([null, ...LISTENERS.map(() => null)]),
  ]);
  const [controllerPort = 0, ...listenerPorts] = ports;
  const addresses = LISTENERS.map((listener, index) => ({
    ...listener,
    address: `127.0.0.1:${listenerPorts[index] ?? 0}`,
  }));
  const clusterId = newClusterId();
  const running = await startBroker({
    ...ground.broker,
    jars,
    folder,
    properties: {
      ...kraftProperties({ dataFolder: join(folder, 'data'), port: 0, controllerPort }),
      ...listenerProperties(addresses, controllerPort),
      ...KEEPS_ALL,
      ...security(certificates),
    },
    clusterId,
    scramUsers: USERS.map(({ username, password }) => ({ name: username, password })),
    onProcess: ground.watch,
  });
  const listeners = Object.fromEntries(addresses.map(({ face, address }) => [face, address])) as SecuredListeners;
  await prepare(listeners);
  return {
    broker: {
      listeners,
      pid: running.pid,
      clusterId,
      kafkaVersion: KAFKA_VERSION,
      admin: ADMIN,
      alice: ALICE,
      certificates,
    },
    async stop() {
      await running.stop();
      ground.forget(running.pid);
    },
  };
}

function listenerProperties(
  listeners: ReadonlyArray<Listener & { address: string }>,
  controllerPort: number,
): Properties {
  const clients = listeners.map(({ name, address }) => `${name}://${address}`).join(',');
  const protocols = listeners.map(({ name, protocol }) => `${name}:${protocol}`).join(',');
  return {
    listeners: `${clients},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': clients,
    'listener.security.protocol.map': `CONTROLLER:PLAINTEXT,${protocols}`,
  };
}

function security({ brokerStores, caFile }: TestCertificates): Properties {
  const users = USERS.map(({ username, password }) => `user_${username}="${password}"`).join(' ');
  const modules: Properties = {
    plain: `org.apache.kafka.common.security.plain.PlainLoginModule required ${users};`,
    'scram-sha-256': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'scram-sha-512': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  };
  const sasl = ['sasl_plaintext', 'sasl_ssl'].flatMap((listener) =>
    Object.entries(modules).map(([mechanism, module]) => [
      `listener.name.${listener}.${mechanism}.sasl.jaas.config`,
      module,
    ]),
  );
  return {
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    ...Object.fromEntries(sasl),
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': brokerStores.good,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': caFile,
    'listener.name.expired.ssl.keystore.type': 'PEM',
    'listener.name.expired.ssl.keystore.location': brokerStores.expired,
    'listener.name.otherhost.ssl.keystore.type': 'PEM',
    'listener.name.otherhost.ssl.keystore.location': brokerStores.otherHost,
    'listener.name.mtls.ssl.client.auth': 'required',
    'ssl.principal.mapping.rules': 'RULE:^CN=(.*?)$/$1/,DEFAULT',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS;User:admin;User:client',
    'allow.everyone.if.no.acl.found': 'false',
  };
}

/** Two topics and alice's rights on one of them; resolves when she sees it. */
async function prepare(listeners: SecuredListeners): Promise<void> {
  const admin = new Admin({ clientId: 'test-setup', bootstrapBrokers: [listeners.plaintext] });
  const sasl = { mechanism: 'PLAIN', ...ALICE } as const;
  const alice = new Admin({ clientId: 'test-setup', bootstrapBrokers: [listeners.saslPlaintext], sasl });
  const [TOPIC, PREFIXED, READ, DESCRIBE, ALLOW] = [2, 4, 3, 8, 3] as const;
  const rule = { resourceType: TOPIC, resourceName: 'open-', resourcePatternType: PREFIXED, host: '*' } as const;
  const principal = `User:${ALICE.username}`;
  try {
    await admin.createTopics({ topics: ['open-orders', 'private-orders'], partitions: 3, replicas: 1 });
    await admin.createAcls({
      creations: [READ, DESCRIBE].map((operation) => ({ ...rule, principal, operation, permissionType: ALLOW })),
    });
    const deadline = performance.now() + 20_000;
    while (!(await alice.listTopics()).includes('open-orders')) {
      if (performance.now() > deadline) throw new Error('the rights of alice did not take effect');
      await delay(50);
    }
  } finally {
    await Promise.all([admin.close(), alice.close()]);
  }
}
