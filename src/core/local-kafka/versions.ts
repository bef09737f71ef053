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

/** Where downloads come from. */
export type Sources = {
  /** Folders that hold the archive, in order; Apache's mirrors keep current releases only, its archive keeps all. */
  readonly kafka: ReadonlyArray<string>;
  /** Folders that hold the archive's .sha512: Apache's own servers, never a mirror. */
  readonly kafkaChecksum: ReadonlyArray<string>;
  /** The API that names the newest Temurin runtime. */
  readonly adoptium: string;
};

export const REAL_SOURCES: Sources = {
  kafka: [`https://dlcdn.apache.org/kafka/${KAFKA_VERSION}`, `https://archive.apache.org/dist/kafka/${KAFKA_VERSION}`],
  kafkaChecksum: [
    `https://downloads.apache.org/kafka/${KAFKA_VERSION}`,
    `https://archive.apache.org/dist/kafka/${KAFKA_VERSION}`,
  ],
  adoptium: 'https://api.adoptium.net',
};
