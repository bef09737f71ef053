/** The fact of this very installation that goes with a promise; the page asks the core for it. */
type Fact = 'contacts' | 'configFolder' | 'secretStore' | 'logFile' | 'reports' | 'issuer' | 'updates';

type Promised = {
  readonly fact: Fact | null;
  /** Tests that fail if it is broken: their `@securityTest` names, listed in docs/security-tests.md. */
  readonly provedBy: ReadonlyArray<string>;
};

/** What the product promises about data (PRODUCT.md §1), in the order the privacy page tells it. Its words are in texts/privacy.ts. */
export const PROMISES = {
  data: {
    fact: 'contacts',
    provedBy: ['egress-watch', 'page-reaches-no-network', 'csp-blocks-foreign', 'metadata-addresses-unreachable'],
  },
  configuration: {
    fact: 'configFolder',
    provedBy: ['config-folder', 'settings-survive-kill', 'settings-survive-instances'],
  },
  passwords: {
    fact: 'secretStore',
    provedBy: ['secrets-never-plain', 'keyring-round-trip', 'passphrase-box', 'export-without-secrets'],
  },
  log: { fact: 'logFile', provedBy: ['log-masking', 'canaries', 'canaries-app'] },
  reports: {
    fact: 'reports',
    provedBy: [
      'telemetry-off',
      'telemetry-off-loads-nothing',
      'telemetry-body',
      'consent-withdrawn',
      'error-report-scrubbed',
      'page-error-closed',
    ],
  },
  support: { fact: null, provedBy: ['support-preview', 'support-mail-exact', 'support-draft-masked'] },
  account: {
    fact: 'issuer',
    provedBy: [
      'login-loopback',
      'login-bad-callbacks',
      'logout-revokes',
      'refresh-race',
      'licence-table',
      'licence-offline',
    ],
  },
  updates: {
    fact: 'updates',
    provedBy: ['updates-by-consent', 'update-signature', 'update-checksum', 'update-no-downgrade', 'update-own-way'],
  },
  links: { fact: null, provedBy: ['deep-link-confirm', 'deep-link-parser', 'open-external'] },
  records: { fact: null, provedBy: ['records-run-nothing', 'csp-blocks-inline', 'page-has-no-node', 'csv-formulas'] },
  system: {
    fact: null,
    provedBy: ['permissions', 'no-windows-no-navigation', 'web-preferences', 'fuses', 'ipc-sender', 'ipc-fuzz'],
  },
} as const satisfies Readonly<Record<string, Promised>>;

export type PromiseId = keyof typeof PROMISES;
