import { expect, it } from 'vitest';
import { contentSecurityPolicy, pageHeaders } from './headers.ts';

it('allows nothing by default and no inline or evaluated script @securityTest csp-header', () => {
  const policy = contentSecurityPolicy();
  const directives = Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
  expect(directives['default-src']).toEqual(["'none'"]);
  expect(directives['script-src']).toEqual(["'self'"]);
  expect(directives['connect-src']).toEqual(["'self'"]);
  for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(directives[name]).toEqual(["'none'"]);
  expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
});

it('adds only the addresses a host names', () => {
  expect(contentSecurityPolicy(['ws://127.0.0.1:1'])).toContain("connect-src 'self' ws://127.0.0.1:1;");
});

it('names the type of a file and keeps only hashed assets', () => {
  const script = pageHeaders('/page/assets/index-1a.js', 'policy');
  expect(script['content-type']).toContain('text/javascript');
  expect(script['cache-control']).toContain('immutable');
  const page = pageHeaders('/page/index.html', 'policy');
  expect(page['cache-control']).toBe('no-cache');
  expect(page['content-security-policy']).toBe('policy');
  expect(page['x-content-type-options']).toBe('nosniff');
  expect(pageHeaders('/page/odd', 'policy')['content-type']).toBe('application/octet-stream');
});
