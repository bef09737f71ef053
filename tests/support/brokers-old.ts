import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  freePorts,
  renderProperties,
  singleNodeProperties,
  startBroker,
  startJvm,
  type MavenPackage,
} from '../../src/core/local-kafka/index.ts';
import { KEEPS_ALL, type Ground } from './brokers-ground.ts';
import type { PlainBroker } from './brokers-types.ts';

const OLD_VERSION = '2.8.2';

/** ZooKeeper 3.5.9 comes with it; this Kafka brings no slf4j backend that logs where we can read it. */
const OLD_PACKAGES: ReadonlyArray<MavenPackage> = [
  { group: 'org.apache.kafka', artifact: 'kafka_2.13', version: OLD_VERSION },
  { group: 'org.slf4j', artifact: 'slf4j-simple', version: '1.7.30' },
];

/** Starts Kafka 2.8.2 with its ZooKeeper. */
export async function startOld(ground: Ground): Promise<{ broker: PlainBroker; stop: () => Promise<void> }> {
  const [jars, ports] = await Promise.all([ground.jars(OLD_VERSION, OLD_PACKAGES), freePorts([null, null])]);
  const [port = 0, zooKeeperPort = 0] = ports;
  const zooKeeper = await startZooKeeper(ground, jars, zooKeeperPort);
  const folder = ground.folder('old');
  const broker = await startBroker({
    ...ground.broker,
    jars,
    folder,
    properties: {
      ...singleNodeProperties(join(folder, 'data')),
      ...KEEPS_ALL,
      'broker.id': '1',
      listeners: `PLAINTEXT://127.0.0.1:${port}`,
      'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
      'zookeeper.connect': `127.0.0.1:${zooKeeperPort}`,
    },
    onProcess: ground.watch,
  });
  return {
    broker: {
      bootstrapServers: `127.0.0.1:${port}`,
      host: '127.0.0.1',
      port,
      pid: broker.pid,
      clusterId: null,
      kafkaVersion: OLD_VERSION,
    },
    async stop() {
      await broker.stop();
      ground.forget(broker.pid);
      await zooKeeper.stop();
      ground.forget(zooKeeper.pid);
    },
  };
}

async function startZooKeeper(ground: Ground, jars: string, port: number) {
  const folder = ground.folder('zookeeper');
  await mkdir(folder, { recursive: true });
  const config = join(folder, 'zookeeper.properties');
  const properties = {
    dataDir: join(folder, 'data'),
    clientPort: String(port),
    clientPortAddress: '127.0.0.1',
    maxClientCnxns: '0',
    'admin.enableServer': 'false',
  };
  await writeFile(config, renderProperties(properties));
  const jvm = await startJvm({
    java: ground.java,
    jars,
    mainClass: 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
    args: [config],
    heapMb: 96,
    workingFolder: folder,
    logFile: join(folder, 'zookeeper.log'),
    outlivesUs: false,
  });
  ground.watch(jvm.pid);
  await jvm.waitForLine(/binding to port/, 60_000);
  return jvm;
}
