/** The fact of this very installation that goes with a promise; the page asks the core for it. */
type Fact = 'configFolder' | 'secretStore' | 'logFile' | 'updates';

type Promised = {
  readonly fact: Fact | null;
  /** Tests that fail if it is broken: their `@securityTest` names, listed in docs/security-tests.md. */
  readonly provedBy: ReadonlyArray<string>;
};

/** What the product promises about data (PRODUCT.md §1), in the order the privacy page tells it. Its words are in texts/privacy.ts. */
export const PROMISES = {
  data: { fact: null, provedBy: ['csp-blocks-foreign', 'page-reaches-no-network'] },
  configuration: { fact: 'configFolder', provedBy: ['config-folder'] },
  passwords: { fact: 'secretStore', provedBy: ['secrets-never-plain'] },
  log: { fact: 'logFile', provedBy: ['log-masking'] },
  updates: {
    fact: 'updates',
    provedBy: ['updates-by-consent', 'update-signature', 'update-checksum', 'update-no-downgrade'],
  },
  links: { fact: null, provedBy: ['deep-link-confirm', 'deep-link-parser', 'open-external'] },
  records: {
    fact: null,
    provedBy: ['records-run-nothing', 'csp-blocks-inline', 'page-has-no-node', 'web-preferences'],
  },
  system: { fact: null, provedBy: ['permissions', 'no-windows-no-navigation', 'fuses', 'ipc-sender', 'ipc-fuzz'] },
} as const satisfies Readonly<Record<string, Promised>>;

export type PromiseId = keyof typeof PROMISES;
