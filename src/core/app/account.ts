/** Puts the account together: who is signed in, and what their licence opens. A part of app.ts. */
import { createAccount, readIssuerSettings, SHIPPED_LICENCE_KEYS, type Account } from '../account/index.ts';
import type { Parts } from './parts.ts';

export function openAccount({ ports, settings, network, masker, log }: Parts): Account {
  return createAccount({
    settings: readIssuerSettings(ports.env),
    trustedKeys: ports.licenceKeys ?? SHIPPED_LICENCE_KEYS,
    network,
    secrets: settings.productSecrets,
    store: settings.account,
    folder: ports.configFolder,
    openBrowser: ports.openBrowser,
    onSecret: masker.learn,
    clock: ports.clock,
    newId: ports.newId,
    log: log.child('account'),
  });
}
