import type { Implementer } from '../guard/index.ts';
import type { SearchCaches } from './service.ts';

/** The `searchCache` part of the contract. */
export function searchCacheProcedures(os: Implementer, caches: SearchCaches) {
  return {
    info: os.searchCache.info.handler(() => caches.info()),
    configure: os.searchCache.configure.handler(({ input }) => caches.configure(input)),
    clear: os.searchCache.clear.handler(({ input }) => caches.clear(input.clusterId)),
  };
}
