import * as tls from 'node:tls';

/** Certificates to trust where a target names none of its own. */
export type Trust = { certificates(): ReadonlyArray<string> };

/** Absent before Node 22.15; the namespace is asked, since an import of it by name would fail there. */
type Newer = { readonly getCACertificates?: (kind: 'default' | 'system') => string[] };

/** The runtime's list, the operating system's where it can be read, and the user's own. Read when first needed: 0.1 s. */
export function createTrust(own: ReadonlyArray<string>): Trust {
  let all: ReadonlyArray<string> | undefined;
  return {
    certificates() {
      all ??= [...new Set([...tls.rootCertificates, ...ofSystem(), ...own])];
      return all;
    },
  };
}

function ofSystem(): ReadonlyArray<string> {
  try {
    return (tls as Newer).getCACertificates?.('system') ?? [];
  } catch {
    // A store that cannot be read leaves the runtime's own list.
    return [];
  }
}
