/** Puts the account together: who is signed in, and what their licence opens. A part of app.ts. */
import { createAccount, readIssuerSettings, SHIPPED_LICENCE_KEYS, type Account } from '../account/index.ts';
import type { AppPorts } from './ports.ts';
import type { Log, Masker } from '../logging/index.ts';
import type { Network } from '../network/index.ts';
import type { Settings } from '../settings/index.ts';

type Parts = {
  readonly ports: AppPorts;
  readonly settings: Settings;
  readonly network: Network;
  readonly masker: Masker;
  readonly log: Log;
};

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
