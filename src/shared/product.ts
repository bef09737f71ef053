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
  /** Where new versions are asked for. None is built in: then no update is ever asked for. */
  updateUrl: '',
  /** Who must have signed a new version: an Ed25519 public key, base64 of its SPKI form. */
  updateKey: '',
} as const;
