/** Where updates come from and who must have signed them. */
export type UpdateSource = {
  readonly address: string;
  /** Ed25519 public key: base64 of its SPKI form. */
  readonly publicKey: string;
};

/**
 * The source this build or its environment names (CONDUKTOR_UPDATE_URL with CONDUKTOR_UPDATE_KEY), null where there is
 * none. An address without a key is none: what it offered could not be judged.
 */
export function readUpdateSource(builtIn: UpdateSource, env: NodeJS.ProcessEnv): UpdateSource | null {
  const address = env['CONDUKTOR_UPDATE_URL'] ?? builtIn.address;
  const publicKey = env['CONDUKTOR_UPDATE_KEY'] ?? builtIn.publicKey;
  return publicKey !== '' && isProtected(address) ? { address, publicKey } : null;
}

/** https, or a server on this very computer. */
function isProtected(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}
