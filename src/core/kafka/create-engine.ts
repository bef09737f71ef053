import type { ConnectionSettings, EngineHooks, KafkaEngine } from './engine.ts';
import { createKafkaJsEngine } from './kafkajs/engine.ts';
import { createPlatformaticEngine } from './platformatic/engine.ts';

/** The engine that a cluster's settings choose. Connects and loads its library at the first call. */
export function createEngine(settings: ConnectionSettings, hooks: EngineHooks = {}): KafkaEngine {
  switch (settings.engine) {
    case 'platformatic':
      return createPlatformaticEngine(settings, hooks);
    case 'kafkajs':
      return createKafkaJsEngine(settings, hooks);
  }
}
