import { mkdirSync } from 'node:fs';
import { fromRoot } from '../lib/paths.ts';

/** The demo keeps to itself: its settings and its Kafka live in the project's folder. */
export const DEMO_CONFIG = fromRoot('.demo/config');
export const DEMO_LOG = fromRoot('.demo/log');

export function demoEnv(): NodeJS.ProcessEnv {
  mkdirSync(DEMO_LOG, { recursive: true });
  return { CONDUKTOR_CONFIG_DIR: DEMO_CONFIG, CONDUKTOR_LOG_DIR: DEMO_LOG };
}
