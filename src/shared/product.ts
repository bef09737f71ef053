/** Names, ids and addresses of the product: the one place in code that spells them (PRODUCT.md). */
export const PRODUCT = {
  name: 'Conduktor',
  /** Folder name under the operating system's configuration root, and the Linux install folder. */
  folder: 'conduktor',
  appId: 'io.conduktor.desktop',
  /** Scheme of the page inside Electron: app://conduktor/. */
  pageScheme: 'app',
  pageHost: 'conduktor',
  /** Scheme of links that lead into the app: conduktor://cluster/topic/partition/offset. */
  linkScheme: 'conduktor',
  logFile: 'conduktor.log',
  supportEmail: 'support@conduktor.io',
  /** Who signs people in, unless CONDUKTOR_ISSUER, CONDUKTOR_CLIENT_ID and CONDUKTOR_AUDIENCE say otherwise. */
  login: {
    issuer: 'https://auth.conduktor.io/',
    clientId: 'conduktor-desktop',
    /** Whom an access token, which carries the licence, is for. */
    audience: 'https://conduktor.io/licence',
  },
  /** Where new versions are asked for. None is built in: then no update is ever asked for. */
  updateUrl: '',
  /** Who must have signed a new version: an Ed25519 public key, base64 of its SPKI form. */
  updateKey: '',
} as const;

/**
 * Where analytics and error reports go. Empty ids: this build sends nothing, whatever the user chose. Each can be set by
 * the environment (CONDUKTOR_GA_ENDPOINT, _GA_ID, _GA_SECRET, CONDUKTOR_SENTRY_DSN).
 */
export const TELEMETRY_TARGETS = {
  analyticsEndpoint: 'https://www.google-analytics.com',
  measurementId: '',
  apiSecret: '',
  sentryDsn: '',
} as const;
