import { z } from 'zod';
import { PemSource } from '../../shared/contract/clusters.ts';
import { ProxyMode } from '../../shared/contract/network.ts';
import type { ChoiceStore } from './choice-store.ts';
import type { FileFormat } from './format.ts';

const Stored = z.strictObject({
  mode: ProxyMode,
  address: z.string().max(300),
  username: z.string().max(200),
  noProxy: z.string().max(5000),
  ca: PemSource,
});
/** How everything but Kafka goes out; the proxy's password is among the product's secrets. */
export type NetworkChoice = Readonly<z.infer<typeof Stored>>;

export const networkFormat: FileFormat<NetworkChoice> = {
  name: 'network',
  title: 'The settings of the network',
  version: 1,
  entries: Stored,
  empty: { mode: 'system', address: '', username: '', noProxy: '', ca: { kind: 'none' } },
  migrations: [],
};

export type NetworkStore = ChoiceStore<NetworkChoice>;
