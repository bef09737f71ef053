/** The search cache: how much is kept, where, how it is protected; its switch, its cap and its end. May touch app/, ui/, state/ and shared. */
export { SearchCacheDialog } from './search-cache-dialog.tsx';
