import path from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * The page may load what came with it and talk to its own host, nothing else.
 * `connect` adds addresses that `'self'` does not cover (the Console's WebSocket).
 */
export function contentSecurityPolicy(connect: ReadonlyArray<string> = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // The component library writes its colour variables into a style element; a style cannot run code.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    ["connect-src 'self'", ...connect].join(' '),
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers for one of the page's files. */
export function pageHeaders(file: string, policy: string): Record<string, string> {
  const isHashed = path.basename(path.dirname(file)) === 'assets';
  return {
    'content-type': CONTENT_TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // A built asset's name changes with its content; everything else is asked for again.
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}
