import type { MavenPackage } from './maven.ts';

/** Pinned: the newest Kafka whose parts are all published (4.4.0 names one that is not). */
export const KAFKA_VERSION = '4.3.1';
export const SCALA_VERSION = '2.13';
/** The Java we fetch where there is none: a long-term release that Kafka supports. */
export const JAVA_MAJOR = 21;

/** Kafka from Maven. The broker logs through slf4j; without the second package it would be silent. */
export const KAFKA_PACKAGES: ReadonlyArray<MavenPackage> = [
  { group: 'org.apache.kafka', artifact: `kafka_${SCALA_VERSION}`, version: KAFKA_VERSION },
  { group: 'org.apache.logging.log4j', artifact: 'log4j-slf4j-impl', version: '2.25.4' },
];
