import type { About } from './error-evidence.ts';

/** " at host:port", or nothing where the address is not known. */
export function addressText(about: About): string {
  if (about.host === undefined) return '';
  return about.port === undefined ? ` at ${about.host}` : ` at ${about.host}:${String(about.port)}`;
}

export function contextOf(about: About): Record<string, string | number> {
  return Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined));
}
