import { AppError } from '../../shared/errors.ts';
import { stopIfCancelled } from './cancel.ts';
import { downloadJava } from './download-java.ts';
import { downloadKafka } from './download-kafka.ts';
import { findJava } from './java.ts';
import { exists } from './layout.ts';
import { findMaven, jarsFromMaven } from './maven.ts';
import type { Obtain } from './room-ports.ts';
import { KAFKA_PACKAGES, KAFKA_VERSION } from './versions.ts';

/** The path of a Java that can run Kafka: one of this computer, or else one fetched for it. */
export async function obtainJava(on: Obtain): Promise<string> {
  on.progress('java', 'Looking for Java 17 or newer.');
  const found = await findJava(on.machine, on.layout.runtimes, on.signal);
  stopIfCancelled(on.signal);
  if (found !== null) return found.path;
  await downloadJava(on);
  const fetched = await findJava(on.machine, on.layout.runtimes, on.signal);
  if (fetched !== null) return fetched.path;
  throw new AppError('JAVA_MISSING', 'Java was downloaded, but it does not run on this computer.', {
    hint: 'Install Java 17 or newer (for example Eclipse Temurin), then try again.',
  });
}

/** Kafka's jars, in place: as they are there, from Maven where it is at hand, or from Apache's archive. */
export async function obtainKafka(on: Obtain): Promise<string> {
  const { jars } = on.layout;
  if (await exists(jars)) return jars;
  const maven = await findMaven(on.machine);
  if (maven !== null) {
    on.progress('kafka', `Fetching Apache Kafka ${KAFKA_VERSION} (45 MB) with Maven.`);
    try {
      return await jarsFromMaven({ maven, packages: KAFKA_PACKAGES, folder: jars, signal: on.signal });
    } catch (error) {
      stopIfCancelled(on.signal);
      // A Maven that is set up for a company's own servers may not find Kafka; Apache's archive may.
      on.ports.log.warn('local-kafka.maven-failed', { error });
    }
  }
  await downloadKafka(on);
  return jars;
}
