import type {
  NetworkActivity,
  NetworkSettings,
  NetworkSettingsDraft,
  ProxyTest,
} from '../../shared/contract/network.ts';
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../../shared/values/secret.ts';
import type { NetworkChoice, NetworkStore, ProductSecrets } from '../settings/index.ts';
import type { LedgerTarget } from './ledger.ts';
import type { Network, NetworkConfig } from './network.ts';
import { parseProxyUrl, type ProxyChoice, type ProxyServer } from './proxy.ts';
import { plainHost } from './user-list.ts';

export type NetworkControlOptions = {
  readonly network: Network;
  readonly store: NetworkStore;
  readonly secrets: Pick<ProductSecrets, 'read' | 'write'>;
  /** PEM certificates of what the form holds. Rejects with an AppError. */
  readonly readCertificates: (source: NetworkChoice['ca']) => Promise<ReadonlyArray<string>>;
  /** Fresh bytes of connections that are open. */
  readonly sample: () => void;
  /** Where the system's proxy is read from, for people. */
  readonly systemSentence: string;
  readonly clock: () => number;
  /** Stored settings that cannot be used: told, and gone without. */
  readonly onProblem: (error: unknown) => void;
};

/** What the Network section of the settings asks for. */
export type NetworkControl = {
  activity(): NetworkActivity;
  clear(): NetworkActivity;
  settings(): Promise<NetworkSettings>;
  save(draft: NetworkSettingsDraft): Promise<NetworkSettings>;
  test(draft: NetworkSettingsDraft, url: string, signal?: AbortSignal): Promise<ProxyTest>;
};

const TEST_LIMIT_MS = 15_000;

/** Applies the stored settings at once: requests wait for them. */
export function createNetworkControl(options: NetworkControlOptions): NetworkControl {
  const { network, store, secrets, clock } = options;
  let since = clock();
  network.configure(storedConfig(options));

  async function passwordAfter({ password }: NetworkSettingsDraft): Promise<Secret | null> {
    if (password.kind === 'keep') return secrets.read('proxyPassword');
    return password.kind === 'set' ? password.value : null;
  }

  async function settings(): Promise<NetworkSettings> {
    const password = await secrets.read('proxyPassword');
    const hasPassword = password !== null && !password.isEmpty;
    return { ...store.get(), hasPassword, systemSentence: options.systemSentence };
  }

  function activity(): NetworkActivity {
    options.sample();
    const targets = network
      .targets()
      .map(shown)
      .toSorted((a, b) => b.lastAt - a.lastAt);
    return { targets, forgotten: network.forgotten, since, asOf: clock() };
  }

  return {
    activity,
    clear() {
      network.clear();
      since = clock();
      return activity();
    },
    settings,
    async save(draft) {
      const { password: _password, ...choice } = draft;
      const password = await passwordAfter(draft);
      const config = await configOf(options, choice, password);
      await secrets.write('proxyPassword', password ?? new Secret(''));
      await store.save(choice);
      network.configure(config);
      return settings();
    },
    async test(draft, text, signal) {
      return tryProxy({ network, text, signal, config: configOf(options, draft, await passwordAfter(draft)) });
    },
  };
}

type Trial = {
  readonly network: Network;
  readonly config: Promise<NetworkConfig>;
  readonly text: string;
  readonly signal: AbortSignal | undefined;
};

/** Any answer of the host is good: it is the way to it that is tried. */
async function tryProxy({ network, config, text, signal }: Trial): Promise<ProxyTest> {
  const url = text.includes('://') ? text : `https://${text}`;
  const start = performance.now();
  try {
    const trial = network.trial(await config);
    try {
      const request = {
        purpose: 'test of the proxy',
        signal,
        totalLimitMs: TEST_LIMIT_MS,
        redirect: 'manual',
      } as const;
      const response = await trial.fetch(url, request);
      await response.body?.cancel();
    } finally {
      trial.close();
    }
    const { host, hostname } = new URL(url);
    const ms = Math.round(performance.now() - start);
    const via = network.targets().findLast((target) => target.host === plainHost(hostname))?.via ?? null;
    const by = via === null ? 'directly' : `through the proxy ${via}`;
    return { sentence: `${host} was reached ${by} in ${String(ms)} ms.`, hint: null, isGood: true };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'CANCELLED') throw error;
    return { sentence: error.message, hint: error.hint ?? null, isGood: false };
  }
}

function shown({ purposes, addresses, ...target }: LedgerTarget): NetworkActivity['targets'][number] {
  return { ...target, addresses: [...addresses], purposes: purposes.map(({ purpose }) => purpose) };
}

/** A certificate file that is gone must not keep the app from going out at all. */
async function storedConfig(options: NetworkControlOptions): Promise<NetworkConfig> {
  const choice = options.store.get();
  const password = await options.secrets.read('proxyPassword');
  try {
    return await configOf(options, choice, password);
  } catch (error) {
    options.onProblem(error);
    return { proxy: proxyOf(choice, password), ca: [] };
  }
}

async function configOf(
  { readCertificates }: NetworkControlOptions,
  choice: NetworkChoice,
  password: Secret | null,
): Promise<NetworkConfig> {
  return { proxy: proxyOf(choice, password), ca: await readCertificates(choice.ca) };
}

function proxyOf(choice: NetworkChoice, password: Secret | null): ProxyChoice {
  const auth: ProxyServer['auth'] =
    choice.username === '' ? undefined : { username: choice.username, password: password ?? new Secret('') };
  if (choice.mode === 'none') return { mode: 'none' };
  if (choice.mode === 'system') return { mode: 'system', ...(auth === undefined ? {} : { auth }) };
  const server = parseProxyUrl(choice.address);
  if (server === null) {
    throw new AppError('BAD_INPUT', 'The address of the proxy is not one that can be used.', {
      hint: 'Write http://host:port or https://host:port.',
      context: { field: 'address' },
    });
  }
  return { mode: 'manual', server: { ...server, auth }, noProxy: choice.noProxy };
}
