import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RouterClient } from '@orpc/server';
import type { App } from '../../../src/core/app.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { ClusterDraftInput } from '../../../src/shared/contract/clusters.ts';
import type { Log } from '../../../src/core/logging/index.ts';
import { answerSignInPage, type IdentityProvider } from '../../../scripts/identity/index.ts';
import { CONSENT_TEXT } from '../../../src/shared/telemetry.ts';
import type { SecuredBroker } from '../brokers.ts';
import type { Canaries, CanaryName } from './canaries.ts';

export type Api = RouterClient<App['router']>;

export type Carrying = {
  readonly api: Api;
  readonly canaries: Canaries;
  readonly broker: SecuredBroker;
  /** An HTTP server that says back what it was asked with, headers included, as an error. */
  readonly echoUrl: string;
  /** A TCP server that says back what it got, which is no Kafka. */
  readonly echoPort: number;
  readonly identity: IdentityProvider;
  /** A licence as a customer without network is given it, which this app takes. */
  readonly licenceFile: string;
  /** Where a carrier may write files that the user would be given. */
  readonly exports: string;
  /** A log as the rooms have it, for what no procedure says yet. */
  readonly log: Log;
  /** Adds an answer or an error to what is searched; the answer comes back. */
  say<T>(what: string, work: Promise<T>): Promise<T | null>;
};

/** Something the product does with secrets. Add a row for a room that takes, sends or throws them. */
export type Carrier = { readonly name: string; run(carrying: Carrying): Promise<void> };

const NONE = { kind: 'none' } as const;

function set(canaries: Canaries, name: CanaryName) {
  return { kind: 'set', value: canaries.of(name) } as const;
}

export function draftOf(changes: Partial<ClusterDraftInput> = {}): ClusterDraftInput {
  return {
    name: 'Canary',
    color: '#112233',
    mode: 'normal',
    engine: 'platformatic',
    bootstrapServers: '127.0.0.1:1',
    protocol: 'SASL_PLAINTEXT',
    sasl: { mechanism: 'PLAIN', username: 'bob', password: NONE },
    tls: {
      tlsFrom: 'pem',
      ca: NONE,
      certificate: NONE,
      key: NONE,
      keyPassphrase: NONE,
      truststore: NONE,
      keystore: NONE,
      serverName: '',
    },
    registry: {
      urls: '',
      auth: 'none',
      username: '',
      password: NONE,
      token: NONE,
      tls: { ca: NONE, certificate: NONE, key: NONE, keyPassphrase: NONE, serverName: '' },
    },
    neverStore: false,
    ...changes,
  };
}

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const ENGINES = ['platformatic', 'kafkajs'] as const;

/** Saves, opens and looks at a cluster, and says all that comes of it. */
async function live({ api, say }: Carrying, what: string, draft: ClusterDraftInput): Promise<string | null> {
  await say(`${what}: test`, api.clusters.test({ draft }));
  const saved = await say(`${what}: create`, api.clusters.create({ draft }));
  if (saved === null) return null;
  const clusterId = saved.id;
  await say(`${what}: draft`, api.clusters.draft({ clusterId }));
  await say(`${what}: open`, api.clusters.open({ clusterId }));
  await say(`${what}: overview`, api.clusters.overview({ clusterId }));
  await say(`${what}: topics`, api.topics.list({ clusterId, includeInternal: true }));
  await say(`${what}: duplicate`, api.clusters.duplicate({ clusterId }));
  await say(`${what}: close`, api.clusters.close({ clusterId }));
  return clusterId;
}

/** Most of what fails waits for something: side by side it takes as long as the slowest. */
async function atOnce<T>(items: ReadonlyArray<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  await Promise.all(items.map(work));
}

/** Passwords of each kind, wrong ones at a real broker, at one that is not there, and at something that is no Kafka. */
const passwords: Carrier = {
  name: 'passwords of each mechanism, refused, unreachable and echoed',
  async run(carrying) {
    const { canaries, broker, echoPort, api, say } = carrying;
    const places = [broker.listeners.saslPlaintext, '127.0.0.1:1', `127.0.0.1:${echoPort}`];
    const tries = MECHANISMS.flatMap((mechanism) =>
      ENGINES.flatMap((engine) => places.map((bootstrapServers) => ({ mechanism, engine, bootstrapServers }))),
    );
    await atOnce(tries, ({ mechanism, engine, bootstrapServers }) => {
      const sasl = { mechanism, username: 'bob', password: set(canaries, `password ${mechanism}`) } as const;
      const what = `${mechanism} ${engine} ${bootstrapServers}`;
      return live(carrying, what, draftOf({ engine, bootstrapServers, sasl }));
    });
    const only = {
      mechanism: 'PLAIN',
      username: 'bob',
      password: set(canaries, 'password of a draft only tested'),
    } as const;
    await say('test only', api.clusters.test({ draft: draftOf({ sasl: only }) }));
    const before = { ...only, password: set(canaries, 'password replaced by another') };
    const saved = await say('create', api.clusters.create({ draft: draftOf({ sasl: before }) }));
    if (saved !== null) await say('update', api.clusters.update({ clusterId: saved.id, draft: draftOf() }));
  },
};

const addresses: Carrier = {
  name: 'a password among the bootstrap servers',
  async run(carrying) {
    const servers = `bob:${carrying.canaries.of('password in bootstrap servers')}@127.0.0.1:1`;
    for (const bootstrapServers of [`SASL_PLAINTEXT://${servers}`, servers]) {
      await carrying.say('test', carrying.api.clusters.test({ draft: draftOf({ bootstrapServers }) }));
    }
  },
};

const tls: Carrier = {
  name: 'keys and stores that do not open, and servers that are not trusted',
  async run(carrying) {
    const { canaries, broker } = carrying;
    const at = broker.certificates;
    const base = draftOf().tls;
    const pem = {
      ...base,
      ca: { kind: 'file', path: at.caFile },
      certificate: { kind: 'text', pem: at.client.certificate },
      key: { kind: 'text', pem: set(canaries, 'private key') },
      keyPassphrase: set(canaries, 'key passphrase'),
    } as const;
    const among = {
      ...base,
      certificate: { kind: 'text', pem: at.client.certificate + canaries.of('private key among certificates') },
    } as const;
    const stores = {
      ...base,
      tlsFrom: 'store',
      truststore: { kind: 'file', path: at.trustStoreP12, password: set(canaries, 'trust store password') },
      keystore: { kind: 'file', path: at.keyStoreJks, password: set(canaries, 'key store password') },
    } as const;
    const { expired, otherHost, mtls } = broker.listeners;
    const tries = Object.entries({ pem, among, stores }).flatMap(([what, each]) =>
      [mtls, expired, otherHost].map((bootstrapServers) => ({ what, each, bootstrapServers })),
    );
    await atOnce(tries, ({ what, each, bootstrapServers }) =>
      live(carrying, `${what} ${bootstrapServers}`, draftOf({ protocol: 'SSL', bootstrapServers, tls: each })),
    );
    const sasl = { mechanism: 'PLAIN', username: 'bob', password: set(canaries, 'password PLAIN') } as const;
    await live(carrying, 'SASL over untrusted TLS', draftOf({ protocol: 'SASL_SSL', bootstrapServers: expired, sasl }));
  },
};

const registries: Carrier = {
  name: 'registries that refuse and say back what they were asked with',
  async run(carrying) {
    const { canaries, echoUrl } = carrying;
    const base = draftOf().registry;
    const inAddress = echoUrl.replace('//', `//bob:${canaries.of('registry password in its address')}@`);
    const certificate = { kind: 'text', pem: carrying.broker.certificates.client.certificate } as const;
    const drafts = {
      basic: { ...base, urls: echoUrl, auth: 'basic', username: 'bob', password: set(canaries, 'registry password') },
      bearer: { ...base, urls: echoUrl, auth: 'bearer', token: set(canaries, 'registry token') },
      address: { ...base, urls: inAddress },
      key: {
        ...base,
        urls: echoUrl.replace('http:', 'https:'),
        tls: {
          ...base.tls,
          certificate,
          key: { kind: 'text', pem: set(canaries, 'registry private key') },
          keyPassphrase: set(canaries, 'registry key passphrase'),
        },
      },
    } as const;
    await atOnce(Object.entries(drafts), ([what, registry]) => {
      const kafka = { protocol: 'PLAINTEXT', bootstrapServers: carrying.broker.listeners.plaintext } as const;
      return live(carrying, `registry ${what}`, draftOf({ ...kafka, registry }));
    });
    const password = set(canaries, 'registry password of a draft only tested');
    const tested = { ...base, urls: echoUrl, auth: 'basic', username: 'bob', password } as const;
    await carrying.say('registry test', carrying.api.clusters.test({ draft: draftOf({ registry: tested }) }));
  },
};

/** The answer fills the form that the user has just pasted into: the one place a secret travels back, so not searched. */
const pasted: Carrier = {
  name: 'configurations pasted into the form',
  async run({ canaries, api, say }) {
    const c = (name: CanaryName) => canaries.of(name);
    const texts = [
      `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="bob" password="${c('JAAS password pasted')}";`,
      `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username='bob' password='${c('JAAS SCRAM password pasted')}';`,
      `sasl.username=bob\nsasl.password=${c('librdkafka password pasted')}\nssl.key.password=${c('key password pasted')}`,
      `ssl.keystore.password=${c('key store password pasted')}\nssl.truststore.password=${c('trust store password pasted')}`,
      `schema.registry.url=http://127.0.0.1:1\nbasic.auth.user.info=bob:${c('basic auth of a registry pasted')}`,
      `schema.registry.url=http://127.0.0.1:1\nbearer.auth.token=${c('bearer token pasted')}`,
      `sasl.oauthbearer.client.secret=${c('OAuth client secret pasted')}\nsasl.mechanism=OAUTHBEARER`,
      `some.future.secret=${c('unknown setting pasted')}`,
      `ssl.keystore.type=PEM\nssl.keystore.key=${c('private key pasted').replaceAll('\n', ' \\\n')}`,
    ];
    for (const text of texts) {
      const parsed = await api.clusters.parseConfig({ text }).catch((error: unknown) => error);
      const notes = typeof parsed === 'object' && parsed !== null && 'notes' in parsed ? parsed.notes : parsed;
      await say('parse', Promise.resolve(notes));
      await say(
        'broken',
        api.clusters.parseConfig({ text: text.replace('=', '') + '\\' }).then(({ notes: said }) => said),
      );
    }
  },
};

const box: Carrier = {
  name: 'the passphrase box: set, wrong, changed, locked',
  async run({ canaries, api, say }) {
    const [first, next, wrong] = [
      canaries.of('box passphrase'),
      canaries.of('box passphrase, the next'),
      canaries.of('box passphrase, wrong'),
    ];
    await say('create', api.secretStore.createPassphrase({ passphrase: first }));
    await say('wrong', api.secretStore.changePassphrase({ current: wrong, next }));
    await new Promise((resolve) => setTimeout(resolve, 1_050)); // What a wrong one costs.
    await say('change', api.secretStore.changePassphrase({ current: first, next }));
    await say('status', api.secretStore.status());
  },
};

const transfer: Carrier = {
  name: 'exports and imports',
  async run({ canaries, api, say, exports }) {
    const password = set(canaries, 'password of an imported cluster');
    const sasl = { mechanism: 'PLAIN', username: 'bob', password } as const;
    await say('create', api.clusters.create({ draft: draftOf({ name: 'Travels', sasl }) }));
    const clusterIds = (await api.clusters.list()).map(({ id }) => id);
    const passphrase = canaries.of('export passphrase');
    const whole = { clusterIds, passphrase, path: path.join(exports, 'encrypted.json') };
    await say('export', api.transfer.exportClusters(whole));
    await say('export without', api.transfer.exportClusters({ ...whole, passphrase: null, path: null }));
    await say('export nowhere', api.transfer.exportClusters({ ...whole, path: path.join(exports, 'no/such/x.json') }));
    const text = await readFile(whole.path, 'utf8');
    const preview = await say('preview', api.transfer.previewImport({ source: { kind: 'text', text } }));
    if (preview === null) throw new Error('The import was not read.');
    const { importId } = preview;
    const wrong = canaries.of('import passphrase, wrong');
    await say('wrong', api.transfer.unlockImport({ importId, passphrase: wrong }));
    await say('unlock', api.transfer.unlockImport({ importId, passphrase }));
    const choices = preview.clusters.map(({ index }) => ({ index, action: 'keep-both' as const }));
    await say('apply', api.transfer.applyImport({ importId, choices }));
    await say('spoilt', api.transfer.previewImport({ source: { kind: 'text', text: text.slice(0, -20) } }));
  },
};

/** What libraries throw and configurations print, at every level; the forms are the ones secrets were seen to leak in. */
export const logged: Carrier = {
  name: 'errors and configurations at every log level',
  async run({ canaries, log, say }) {
    const c = (name: CanaryName) => canaries.of(name);
    const request = {
      url: `https://bob:${encodeURIComponent(c('proxy password in an error'))}@proxy:3128/?access_token=${c('secret in a URL query')}`,
      headers: {
        Authorization: `Bearer ${c('bearer token in an error')}`,
        Cookie: `session=${c('cookie in an error')}`,
        'x-api-key': c('API key in a header'),
      },
    };
    const smtp = { host: 'mail', auth: { user: 'bob', pass: c('SMTP password in an error') } };
    const callback = `http://127.0.0.1:5000/callback?code=${c('OAuth code in a callback')}&state=x`;
    const answer = JSON.stringify({
      refresh_token: c('refresh token in an answer'),
      licence_token: c('licence in a file'),
    });
    const cause = Object.assign(new Error(`GET ${request.url} failed: ${callback} ${answer}`), { request, smtp });
    const error = new AppError('CONNECTION_LOST', `The proxy refused ${request.url}`, { cause, hint: callback });
    for (const level of ['error', 'warn', 'info', 'debug'] as const) {
      log[level]('request.failed', {
        error,
        cause,
        request,
        smtp,
        env: { KAFKA_PASSWORD: c('password in the environment') },
      });
      log[level]('text', { line: String(cause.stack), answer, callback, nested: JSON.stringify({ body: answer }) });
      log[level](`said ${callback}`, { [request.url]: 1 });
    }
    await say('nothing', Promise.resolve(null));
  },
};

/** A whole sign-in at a real identity provider; its tokens are found out afterwards, from the secret box. */
const account: Carrier = {
  name: 'sign-in, tokens, a licence file, and one that is none',
  async run({ api, say, identity, canaries, licenceFile }) {
    const start = await say('sign in', api.account.signIn({ create: false }));
    if (start === null) throw new Error('No sign-in was begun.');
    await answerSignInPage(start.url, { email: identity.demo.email, password: identity.demo.password });
    const outcome = await say('outcome', api.account.signInOutcome({ loginId: start.loginId, waitMs: 20_000 }));
    if (outcome?.kind !== 'done') throw new Error(`The sign-in ended as ${JSON.stringify(outcome)}`);
    await say('refresh', api.account.refresh());
    await say('status', api.account.status());
    await say('licence', api.account.importLicence({ text: canaries.of('licence in a file') }));
    canaries.add('licence file', licenceFile);
    const imported = await say('licence file', api.account.importLicence({ text: licenceFile }));
    if (imported === null) throw new Error('The licence file was refused.');
  },
};

/** With consent: what would leave for analytics and error reports, and a bug whose error says a password. */
const reports: Carrier = {
  name: 'analytics, error reports and bugs',
  async run({ api, say }) {
    await say('consent', api.telemetry.setConsent({ isOn: true, textVersion: CONSENT_TEXT.version }));
    await say('note', api.telemetry.note({ event: { name: 'button_clicked', button: 'clusters.test', way: 'mouse' } }));
    await say('bug', api.app.chooseFile({ title: 'x' }));
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // Sent a moment later.
    await say('info', api.telemetry.info());
  },
};

const network: Carrier = {
  name: 'a proxy with a password',
  async run({ api, say, canaries, echoUrl }) {
    const base = { username: 'bob', noProxy: '', ca: NONE } as const;
    const tested = {
      ...base,
      mode: 'manual',
      address: echoUrl,
      password: set(canaries, 'proxy password only tested'),
    } as const;
    await say('test', api.network.testProxy({ draft: tested, url: 'http://registry.invalid:8081/' }));
    const noProxy = '127.0.0.1, localhost';
    const saved = { ...tested, noProxy, password: set(canaries, 'proxy password') } as const;
    await say('save', api.network.saveSettings(saved));
    await say(
      'test saved',
      api.network.testProxy({ draft: { ...saved, password: { kind: 'keep' } }, url: 'http://registry.invalid/' }),
    );
    await say('settings', api.network.settings());
    await say('activity', api.network.activity());
  },
};

const support: Carrier = {
  name: 'mail to support: server, draft, log, what is sent',
  async run({ api, say, canaries, echoPort }) {
    const server = {
      host: '127.0.0.1',
      port: echoPort,
      tls: 'none',
      username: 'bob',
      from: 'ann@example.com',
      ca: '',
    } as const;
    await say('test', api.support.testSmtp({ server, password: set(canaries, 'SMTP password only tested') }));
    await say('save', api.support.saveSmtp({ server, password: set(canaries, 'SMTP password') }));
    const said = `it said password=${canaries.of('password in a message to support')} and ${canaries.of('password of an imported cluster')}`;
    const form = { topic: 'problem', message: said, contact: '', attachLog: true, error: said, picture: null } as const;
    await say('draft', api.support.saveDraft({ id: null, form }));
    for (const way of ['download', 'mailto', 'smtp'] as const) {
      const mail = await say(`prepare ${way}`, api.support.prepare({ form, way }));
      if (mail === null) continue;
      const sent = await say(`send ${way}`, api.support.send({ id: mail.id, draftId: null }));
      if (sent?.kind === 'download') await say('mail', Promise.resolve(Buffer.from(sent.base64, 'base64').toString()));
    }
    await say('info', api.support.info());
  },
};

/** What the app says of itself, after all the rest. */
const overview: Carrier = {
  name: 'what the app tells of itself',
  async run({ api, say }) {
    await say('info', api.app.info());
    await say('preferences', api.app.preferences());
    await say('clusters', api.clusters.list());
    await say('cache', api.searchCache.info());
    await say('log status', api.log.status());
    await say('log', api.log.read({ filter: {}, limit: 1000 }));
    await say('close all', api.clusters.close({ clusterId: 'none' }));
  },
};

export const CARRIERS: ReadonlyArray<Carrier> = [
  account,
  passwords,
  addresses,
  tls,
  registries,
  pasted,
  box,
  transfer,
  logged,
  network,
  reports,
  support,
  overview,
];
