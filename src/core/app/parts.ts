import type { Log, Masker } from '../logging/index.ts';
import type { Network } from '../network/index.ts';
import type { Settings } from '../settings/index.ts';
import type { AppPorts } from './ports.ts';

/** What the rooms that speak to the makers are put together from. */
export type Parts = {
  readonly ports: AppPorts;
  readonly settings: Settings;
  readonly network: Network;
  readonly masker: Masker;
  readonly log: Log;
};
