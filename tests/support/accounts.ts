import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { answerSignInPage, startIdentityProvider, type IdentityProvider } from '../../scripts/identity/index.ts';
import { createAccount, type Account } from '../../src/core/account/index.ts';
import { createNetwork, type Network } from '../../src/core/network/index.ts';
import { openSettings, type SecretBox } from '../../src/core/settings/index.ts';
import { reversingBox } from '../../src/core/settings/testing.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { Secret } from '../../src/shared/values/secret.ts';

type Setting = {
  readonly folder?: string;
  readonly issuer?: string;
  readonly box?: SecretBox;
  readonly network?: Network;
  readonly clock?: () => number;
  readonly trustedKeys?: Parameters<typeof createAccount>[0]['trustedKeys'];
};

/** Real accounts against a real identity provider, and what a test leaves behind. */
export type AccountGround = {
  readonly identity: IdentityProvider;
  /** An account as the app has it; closing it is what quitting the app does. */
  open(setting?: Setting): ReturnType<typeof openAccount>;
  /** To be done after the test. */
  later(cleanUp: () => Promise<void>): void;
  cleanUp(): Promise<void>;
  close(): Promise<void>;
};

export async function startAccountGround(): Promise<AccountGround> {
  const identity = await startIdentityProvider();
  const cleanUps: Array<() => Promise<void>> = [];
  const later = (cleanUp: () => Promise<void>) => void cleanUps.push(cleanUp);
  return {
    identity,
    later,
    open: (setting = {}) => openAccount({ identity, later }, setting),
    async cleanUp() {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    },
    close: () => identity.close(),
  };
}

async function newFolder(later: AccountGround['later']): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'conduktor-account-'));
  later(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function openAccount({ identity, later }: Pick<AccountGround, 'identity' | 'later'>, setting: Setting) {
  const folder = setting.folder ?? (await newFolder(later));
  const clock = setting.clock ?? Date.now;
  const learnt: Secret[] = [];
  const logged: string[] = [];
  const settings = await openSettings({
    folder,
    secretBox: setting.box ?? reversingBox(),
    clock,
    newId: () => crypto.randomUUID(),
  });
  const { CONDUKTOR_CLIENT_ID: clientId, CONDUKTOR_AUDIENCE: audience } = identity.env;
  const log = (event: string, facts?: object) => void logged.push(`${event} ${JSON.stringify(facts)}`);
  const network = setting.network ?? createNetwork();
  const account = createAccount({
    settings: { issuer: setting.issuer ?? identity.issuer, clientId, audience },
    trustedKeys: setting.trustedKeys ?? [],
    network,
    secrets: settings.productSecrets,
    store: settings.account,
    folder,
    openBrowser: undefined,
    onSecret: (secret) => void learnt.push(secret),
    clock,
    newId: () => crypto.randomUUID(),
    log: { info: log, warn: log },
  });
  const close = async () => {
    await account.close();
    await settings.close();
  };
  later(close);
  return { account, folder, settings, learnt, logged, network, close };
}

/** Signs in with the account that is ready; rejects where that does not work. */
export async function signInTo(account: Account, { demo }: IdentityProvider): Promise<void> {
  const { url, loginId } = await account.signIn(false);
  await answerSignInPage(url, { email: demo.email, password: demo.password });
  const outcome = await account.signInOutcome(loginId, 5000);
  if (outcome.kind !== 'done') throw new Error(`The sign-in ended as ${JSON.stringify(outcome)}.`);
}

/** A network that can be cut. */
export function cuttableNetwork(): { readonly network: Network; cut(isCut: boolean): void } {
  const network = createNetwork();
  let isCut = false;
  const away = () => Promise.reject(new AppError('HOST_UNKNOWN', 'There is no network.'));
  return {
    network: {
      ...network,
      fetch: (url, request) => (isCut ? away() : network.fetch(url, request)),
      webFetch: (purpose) => {
        const fetch = network.webFetch(purpose);
        return (input, init) => (isCut ? away() : fetch(input, init));
      },
    },
    cut: (now) => (isCut = now),
  };
}

export const codeOf = (error: unknown) => (error as { code?: string }).code;

/** Where the browser is to be sent back to. */
export const callbackOf = (url: string) => new URL(new URL(url).searchParams.get('redirect_uri') ?? '');

export function isListening(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
