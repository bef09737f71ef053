import type { ConnectionSettings, KafkaEngine } from './engine.ts';
import { createPlatformaticEngine } from './platformatic/engine.ts';

/** The engine that a cluster's settings choose. Connects and loads its library at the first call. */
export function createEngine(settings: ConnectionSettings): KafkaEngine {
  return createPlatformaticEngine(settings);
}
