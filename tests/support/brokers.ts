import { inject } from 'vitest';
import { createTestBrokers, type TestBrokers } from './brokers-host.ts';
import type { PlainBroker, SecuredBroker } from './brokers-types.ts';

/**
 * The real brokers, for test files under vitest. They live in the process of the global set-up and start when the first
 * test asks, so a run that needs one does not wait for three:
 *
 *     const broker = await kafka();   // in beforeAll
 *     createEngine({ bootstrapServers: [{ host: broker.host, port: broker.port }], … })
 */
declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface can be added to, a type cannot
  interface ProvidedContext {
    brokersUrl: string;
  }
}

/** Kafka 4.3.1, no security. */
export async function kafka(): Promise<PlainBroker> {
  return (await ask('kafka')) as PlainBroker;
}

/** Kafka 4.3.1 with SASL, TLS and an authorizer. */
export async function secured(): Promise<SecuredBroker> {
  return (await ask('secured')) as SecuredBroker;
}

/** Kafka 2.8.2 with ZooKeeper. */
export async function old(): Promise<PlainBroker> {
  return (await ask('old')) as PlainBroker;
}

async function ask(name: string): Promise<unknown> {
  const answer = await fetch(`${inject('brokersUrl')}/${name}`, { signal: AbortSignal.timeout(300_000) });
  if (!answer.ok) throw new Error(`the ${name} broker did not start: ${await answer.text()}`);
  return await answer.json();
}

/** Brokers of one test file alone, to be killed and started again; end them with `stop` in afterAll. */
export function ownBrokers(): Pick<TestBrokers, 'breakable' | 'stop'> {
  return createTestBrokers();
}

export type { BreakableBroker } from './brokers-plain.ts';
export type { Credentials, PlainBroker, SecuredBroker, SecuredListeners } from './brokers-types.ts';
