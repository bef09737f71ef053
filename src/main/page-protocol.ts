import { protocol } from 'electron';
import { contentSecurityPolicy, pageHeaders, readPageFile } from '../core/page/index.ts';
import { PRODUCT } from '../shared/product.ts';

export const PAGE_ORIGIN = `${PRODUCT.pageScheme}://${PRODUCT.pageHost}`;

/** A scheme of our own gives the page an origin; `file:` would give it the disk. Call before Electron is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: PRODUCT.pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the built renderer at app://conduktor/. Call once Electron is ready. */
export function servePage(pageRoot: string): void {
  const policy = contentSecurityPolicy();
  protocol.handle(PRODUCT.pageScheme, async (request) => {
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.host !== PRODUCT.pageHost) return new Response(null, { status: 403 });
    const file = await readPageFile(pageRoot, url.pathname === '' ? '/' : url.pathname);
    if (file === null) return new Response(null, { status: 404 });
    return new Response(file.bytes, { headers: pageHeaders(file.path, policy) });
  });
}
