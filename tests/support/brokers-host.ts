import { openGround, type Ground } from './brokers-ground.ts';
import { startOld } from './brokers-old.ts';
import { startBreakable, type BreakableBroker } from './brokers-plain.ts';
import { startSecured } from './brokers-secured.ts';
import type { PlainBroker, SecuredBroker } from './brokers-types.ts';

/** The three brokers of the tests, each started when first asked for and stopped with `stop`. */
export type TestBrokers = {
  kafka(): Promise<PlainBroker>;
  secured(): Promise<SecuredBroker>;
  old(): Promise<PlainBroker>;
  /** One more plain broker, for a test that kills it. */
  breakable(name: string, extra?: Record<string, string>): Promise<BreakableBroker>;
  stop(): Promise<void>;
};

type Started<T> = { readonly broker: T; readonly stop: () => Promise<void> };

/** For a process that hosts brokers itself (vitest's global set-up, Playwright's, a script). */
export function createTestBrokers(): TestBrokers {
  let ground: Promise<Ground> | null = null;
  const stops: Array<() => Promise<void>> = [];
  const onGround = () => (ground ??= openGround());

  function once<T>(start: (ground: Ground) => Promise<Started<T>>): () => Promise<T> {
    let started: Promise<T> | null = null;
    return () =>
      (started ??= (async () => {
        const { broker, stop } = await start(await onGround());
        stops.push(stop);
        return broker;
      })());
  }

  return {
    kafka: once((on) => startBreakable(on, 'kafka')),
    secured: once(startSecured),
    old: once(startOld),
    async breakable(name, extra) {
      const own = await startBreakable(await onGround(), name, extra);
      stops.push(() => own.stop());
      return own;
    },
    async stop() {
      if (ground === null) return;
      await Promise.allSettled(stops.map((stop) => stop()));
      await (await ground).removeFolders();
    },
  };
}
