/**
 * A real Apache Kafka on this computer: finds or fetches Java and Kafka, runs one KRaft broker on 127.0.0.1, fills it
 * with sample data and stops it cleanly. May use core/kafka and core/network through their doors, and shared.
 */
export { startBroker, type BrokerOptions, type RunningBroker, type ScramUser } from './broker.ts';
export { startJvm, type Jvm, type JvmOptions } from './jvm.ts';
export { findJava, type Java, type Machine } from './java.ts';
export { findMaven, jarsFromMaven, type MavenPackage } from './maven.ts';
export { freePorts } from './ports.ts';
export { kraftProperties, renderProperties, singleNodeProperties, type Properties } from './properties.ts';
export { sampleOrders } from './sample/orders.ts';
export { SAMPLE_TOPICS, type SampleTopic } from './sample/sample-topics.ts';
export { KAFKA_PACKAGES, KAFKA_VERSION } from './versions.ts';
export { createLocalKafka, type LocalKafka } from './local-kafka.ts';
export { localKafkaProcedures } from './procedures.ts';
export type { LocalKafkaPorts } from './room-ports.ts';
