/**
 * The contract: everything the product can do, one procedure each. Desktop, Console, command line and agents are faces
 * over it. May touch: zod, @orpc/contract and the rest of shared; nothing else.
 */
import { accountContract } from './account.ts';
import { appContract } from './app.ts';
import { clustersContract } from './clusters.ts';
import { exportsContract } from './exports.ts';
import { groupsContract } from './groups.ts';
import { filtersContract } from './filters.ts';
import { logContract } from './log.ts';
import { linksContract } from './links.ts';
import { localKafkaContract } from './local-kafka.ts';
import { networkContract } from './network.ts';
import { recordsContract } from './records.ts';
import { searchCacheContract } from './search-cache.ts';
import { secretStoreContract } from './secret-store.ts';
import { resultsContract } from './results.ts';
import { transferContract } from './transfer.ts';
import { supportContract } from './support.ts';
import { telemetryContract } from './telemetry.ts';
import { topicsContract } from './topics.ts';
import { updatesContract } from './updates.ts';

export const contract = {
  app: appContract,
  account: accountContract,
  clusters: clustersContract,
  topics: topicsContract,
  records: recordsContract,
  results: resultsContract,
  exports: exportsContract,
  groups: groupsContract,
  filters: filtersContract,
  localKafka: localKafkaContract,
  searchCache: searchCacheContract,
  secretStore: secretStoreContract,
  transfer: transferContract,
  log: logContract,
  telemetry: telemetryContract,
  support: supportContract,
  network: networkContract,
  links: linksContract,
  updates: updatesContract,
};
export type Contract = typeof contract;
