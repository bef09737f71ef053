import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJava, findMaven, jarsFromMaven, type MavenPackage } from '../../src/core/local-kafka/index.ts';
import { startReaper } from './brokers-reaper.ts';

const CACHE = join(import.meta.dirname, '..', '..', '.cache', 'kafka');

/** Tests write records of years ago; Kafka's own limit of a week, looked at every five minutes, would throw them away. */
export const KEEPS_ALL = { 'log.retention.ms': '-1' } as const;

/** What every test broker stands on: a Java, jars from the project's cache, a temp folder, and an end for each process. */
export type Ground = {
  readonly java: string;
  readonly broker: { readonly java: string; readonly heapMb: number; readonly readyLimitMs: number };
  jars(name: string, packages: ReadonlyArray<MavenPackage>): Promise<string>;
  folder(name: string): string;
  watch(pid: number): void;
  forget(pid: number): void;
  /** After every broker has stopped. */
  removeFolders(): Promise<void>;
};

export async function openGround(): Promise<Ground> {
  const machine = { platform: process.platform, home: homedir(), env: process.env };
  const [java, maven] = await Promise.all([findJava(machine, join(CACHE, 'java')), findMaven(machine)]);
  if (java === null)
    throw new Error('The tests need Java 17 or newer: install a JDK (Debian: apt-get install default-jdk).');
  if (maven === null) throw new Error('The tests need Maven for Kafka’s jars (Debian: apt-get install maven).');
  const temp = mkdtempSync(join(tmpdir(), 'conduktor-brokers-'));
  const reaper = startReaper(temp);
  let fetching: Promise<unknown> = Promise.resolve();
  return {
    java: java.path,
    broker: { java: java.path, heapMb: 256, readyLimitMs: 90_000 },
    async jars(name, packages) {
      // One Maven at a time: two would write the same local repository.
      const jars = fetching.then(() => jarsFromMaven({ maven, packages, folder: join(CACHE, name, 'jars') }));
      fetching = jars.catch(() => undefined);
      return await jars;
    },
    folder: (name) => join(temp, name),
    watch: reaper.watch,
    forget: reaper.forget,
    removeFolders: () => rm(temp, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}
