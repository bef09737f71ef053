import { say } from '../lib/log.ts';
import { startIdentityProvider, type IdentityProvider } from '../identity/index.ts';

/** The same every time where it is free, so that a key store which keeps the sign-in finds its issuer again. */
const PORT = 39_740;

/** Where the demo signs in: a real identity provider on this computer, with an account that is ready. */
export async function startDemoIdentity(): Promise<IdentityProvider> {
  const identity = await startIdentityProvider({ port: PORT, showsDemoAccount: true });
  say(`The demo signs in at ${identity.issuer}: ${identity.demo.email}, password ${identity.demo.password}`);
  return identity;
}
