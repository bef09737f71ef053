import { parseArgs } from 'node:util';
import { ensureBuilt } from '../lib/build.ts';
import { reasonOf, say } from '../lib/log.ts';
import { ensureProgram, PROGRAMS } from '../lib/programs.ts';
import { demoEnv } from './folders.ts';
import { startDemoIdentity } from './identity.ts';
import type { IdentityProvider } from '../identity/index.ts';
import { openInBrowser, openInElectron, type Shown } from './open.ts';
import { startDemoKafka, type DemoKafka } from './kafka.ts';
import { smoke } from './smoke.ts';

/** `npm run demo`: the application on a real local Kafka with sample data; `-- --smoke` does it without a screen. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } });
  await ensureProgram(PROGRAMS.java);
  await ensureProgram(PROGRAMS.maven);
  await ensureBuilt('current');
  if (values.smoke) return await smoke();
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  let kafka: DemoKafka | null = null;
  let shown: Shown | null = null;
  let identity: IdentityProvider | null = null;
  try {
    kafka = await startDemoKafka(stopping.signal);
    identity = await startDemoIdentity();
    const env = { ...demoEnv(), ...identity.env };
    shown = (await openInElectron(env)) ?? (await openInBrowser(env));
    say('Ctrl+C ends the demo and stops all of it.');
    await Promise.race([shown.ended, aborted(stopping.signal)]);
    return 0;
  } catch (error) {
    if (stopping.signal.aborted) return 0;
    throw error;
  } finally {
    say('Stopping');
    await shown?.close();
    await identity?.close();
    await kafka?.close();
    say('Everything is stopped.');
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())));
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(reasonOf(error));
    process.exit(1);
  },
);
