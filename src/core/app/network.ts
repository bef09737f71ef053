/**
 * Puts the network room together with those whose addresses it expects: the user's clusters and registries. A part of app.ts.
 */
import { parseRegistryUrls } from '../../shared/values/registry-urls.ts';
import { PRODUCT } from '../../shared/product.ts';
import { parseBootstrapServers, readMaterialFile, resolveTls } from '../kafka/index.ts';
import type { Log } from '../logging/index.ts';
import {
  createNetwork,
  createNetworkControl,
  createUserList,
  parsePac,
  routesOfEnv,
  watchSockets,
  type ConnectionSink,
  type ListedAddress,
  type LedgerTarget,
  type Network,
  type NetworkControl,
} from '../network/index.ts';
import type { NetworkChoice, Settings } from '../settings/index.ts';

export type NetworkPorts = {
  readonly clock: () => number;
  readonly env: NodeJS.ProcessEnv;
  /** How the system reaches a URL, in the words of a PAC file ("PROXY host:port; DIRECT"); absent where only the environment says. */
  readonly resolveProxy?: (url: string) => Promise<string>;
};

export type OpenNetwork = {
  readonly network: Network;
  readonly control: NetworkControl;
  /** Where the connections of a cluster's worker are told. */
  connectionsOf(clusterId: string): ConnectionSink;
  /** A broker of a cluster, told by the cluster itself; null: of one that is being tested. */
  advertised(clusterId: string | null): (address: { readonly host: string; readonly port: number }) => void;
  close(): void;
};

export function openNetwork(ports: NetworkPorts, settings: Settings, log: Log): OpenNetwork {
  const { resolveProxy } = ports;
  const nameOf = (clusterId: string): string => settings.clusters.get(clusterId)?.name ?? clusterId;
  const network = createNetwork({
    clock: ports.clock,
    list: createUserList(() => addressesOf(settings)),
    systemRoutes:
      resolveProxy === undefined ? routesOfEnv(ports.env) : async (url) => parsePac(await resolveProxy(url.href)),
    onForeign: (target) => tellForeign(target, settings, log),
  });
  // This thread's own connections: the engines of the main side, and whatever else opens one.
  const sink = network.connections('a cluster');
  const watch = watchSockets(sink.receive);
  const control = createNetworkControl({
    network,
    store: settings.network,
    secrets: settings.productSecrets,
    readCertificates: (source) => readCertificates(source, ports.clock()),
    sample: watch.sample,
    systemSentence:
      resolveProxy === undefined
        ? 'As the variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY of this host say.'
        : 'As the settings of this computer say.',
    clock: ports.clock,
    onProblem: (error) => log.warn('network.settings', { error }),
  });
  return {
    network,
    control,
    connectionsOf: (clusterId) => network.connections(`cluster ${nameOf(clusterId)}`),
    advertised: (clusterId) => {
      const why = `advertised by ${clusterId === null ? 'the cluster under test' : `cluster ${nameOf(clusterId)}`}`;
      return ({ host, port }) => network.expect({ host, port, purpose: 'Kafka', why });
    },
    close() {
      watch.stop();
      sink.end();
    },
  };
}

/** Bootstrap servers and registries of every profile, as they are now. */
function* addressesOf(settings: Settings): Generator<ListedAddress> {
  for (const { id, name } of settings.clusters.list()) {
    const profile = settings.clusters.get(id);
    if (profile === null) continue;
    yield* bootstrapAddresses(profile.bootstrapServers, `bootstrap server of ${name}`);
    yield* registryAddresses(profile.registry.urls, `Schema Registry of ${name}`);
  }
}

function bootstrapAddresses(text: string, why: string): ReadonlyArray<ListedAddress> {
  try {
    return parseBootstrapServers(text).map(({ host, port }) => ({ host, port, purpose: 'Kafka', why }));
  } catch {
    // A profile that cannot be used is told where it is used; it names no address.
    return [];
  }
}

export function registryAddresses(text: string, why: string): ReadonlyArray<ListedAddress> {
  return parseRegistryUrls(text).urls.map((address) => {
    const { protocol, hostname, port } = new URL(address);
    const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
    return { host: hostname, port: number, purpose: 'Schema Registry', why };
  });
}

async function readCertificates(ca: NetworkChoice['ca'], now: number): Promise<ReadonlyArray<string>> {
  const none = { kind: 'none' } as const;
  const sources = {
    tlsFrom: 'pem',
    ca,
    certificate: none,
    key: none,
    truststore: none,
    keystore: none,
    serverName: '',
  } as const;
  return (await resolveTls({ sources, secrets: {}, readFile: readMaterialFile, now })).ca;
}

/** Nothing of the product goes where the user did not send it: if it does, that is a fault, and told. */
function tellForeign(target: LedgerTarget, settings: Settings, log: Log): void {
  const { host, port, via, purposes } = target;
  log.warn('network.foreign', { host, port, via, purposes: purposes.map(({ purpose }) => purpose) });
  settings.notices.add({
    id: 'network-foreign',
    level: 'warning',
    title: 'A connection to an address you never named',
    text: `${PRODUCT.name} contacted ${host}:${String(port)}. Settings → Network shows who was contacted, and why.`,
  });
}
