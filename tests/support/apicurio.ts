import { spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findMaven, freePorts, startJvm } from '../../src/core/local-kafka/index.ts';
import { openGround, type Ground } from './brokers-ground.ts';

/**
 * 2.6.13 and not 3.x: it runs on the Java 17 that the brokers need anyway, where 3.x wants 21, and has all that decoding
 * asks for: ids, references, Avro, Protobuf, JSON Schema. (142 MB once, 2 to 4 s to start, 220 MB of memory.)
 */
const VERSION = '2.6.13.Final';
const ARTIFACT = `io.apicurio:apicurio-registry-app:${VERSION}:tar.gz:all`;
const FOLDER = join(import.meta.dirname, '..', '..', '.cache', 'apicurio', VERSION);
const READY_LIMIT_MS = 90_000;
const FETCH_LIMIT_MS = 10 * 60_000;

export type Apicurio = {
  /** The base address of its Confluent-compatible API. */
  readonly url: string;
  readonly pid: number;
  /** Registers a schema and gives its id. */
  register(subject: string, schema: NewSchema): Promise<number>;
  stop(): Promise<void>;
};

export type NewSchema = {
  readonly schema: string;
  readonly schemaType?: 'AVRO' | 'PROTOBUF' | 'JSON';
  readonly references?: ReadonlyArray<{ readonly name: string; readonly subject: string; readonly version: number }>;
};

/** A real Apicurio Registry on a free port of loopback, in memory. It ends with `stop`, or when this process does. */
export async function startApicurio(): Promise<Apicurio> {
  const jars = await obtain();
  const ground = await openGround();
  try {
    return await start(ground, jars);
  } catch (error) {
    await ground.removeFolders();
    throw error;
  }
}

async function start(ground: Ground, jars: string): Promise<Apicurio> {
  const [port = 0] = await freePorts([null]);
  const folder = ground.folder('apicurio');
  await mkdir(folder, { recursive: true });
  const jvm = await startJvm({
    java: ground.java,
    jars,
    mainClass: 'io.quarkus.runner.GeneratedMain',
    args: [],
    systemProperties: { 'quarkus.http.host': '127.0.0.1', 'quarkus.http.port': String(port) },
    heapMb: 256,
    workingFolder: folder,
    logFile: join(folder, 'apicurio.log'),
    outlivesUs: false,
  });
  ground.watch(jvm.pid);
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`;
  const stop = async () => {
    await jvm.stop();
    ground.forget(jvm.pid);
    await ground.removeFolders();
  };
  try {
    await jvm.waitForLine(/Listening on: http/, READY_LIMIT_MS);
    return { url, pid: jvm.pid, register: (subject, schema) => register(url, subject, schema), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function register(url: string, subject: string, schema: NewSchema): Promise<number> {
  const response = await fetch(`${url}/subjects/${encodeURIComponent(subject)}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify(schema),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Apicurio refused ${subject}: ${response.status} ${text}`);
  return (JSON.parse(text) as { id: number }).id;
}

/** The folder of its program, fetched by Maven once; whole or absent. */
async function obtain(): Promise<string> {
  const isThere = await access(join(FOLDER, 'lib')).then(
    () => true,
    () => false,
  );
  if (isThere) return FOLDER;
  const maven = await findMaven({ platform: process.platform, home: '', env: process.env });
  if (maven === null) throw new Error('The tests need Maven for Apicurio (Debian: apt-get install maven).');
  await mkdir(dirname(FOLDER), { recursive: true });
  const work = await mkdtemp(`${FOLDER}.part-`);
  try {
    const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';
    await run(maven, ['-B', '-q', copy, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${work}`], work);
    const archive = (await readdir(work)).find((name) => name.endsWith('.tar.gz'));
    if (archive === undefined) throw new Error('Maven brought no archive of Apicurio.');
    const unpacked = join(work, 'unpacked');
    await mkdir(unpacked);
    await run('tar', ['-xzf', join(work, archive), '-C', unpacked], work);
    await rename(unpacked, FOLDER).catch(async (error: unknown) => {
      // Another process put it there meanwhile.
      if ((await readdir(FOLDER).catch(() => [])).length === 0) throw error;
    });
    return FOLDER;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Maven's network hangs now and then: it is tried three times. */
async function run(command: string, args: ReadonlyArray<string>, folder: string): Promise<void> {
  let output = '';
  for (let attempt = 1; attempt <= 3; attempt++) {
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: FETCH_LIMIT_MS,
    });
    output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code === 0) return;
    await delay(1_000 * attempt);
  }
  throw new Error(`${command} failed: ${output.slice(-2_000)}`);
}
