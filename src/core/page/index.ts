/**
 * The page's files: which file a URL means and the headers it is served with. Every host that shows the renderer asks
 * here, so that none is laxer than another. May touch: node:fs, node:path and shared.
 */
export { contentSecurityPolicy, pageHeaders } from './headers.ts';
export { pageFilePath, readPageFile, type PageFile } from './page-file.ts';
