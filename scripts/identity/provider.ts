import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider, type Configuration, type JWK } from 'oidc-provider';
import { PRODUCT } from '../../src/shared/product.ts';
import { createAccounts, DEMO_ACCOUNT, type Accounts, type Person } from './accounts.ts';
import { createMemoryStore } from './memory-store.ts';
import { formPage, messagePage } from './pages.ts';

export type IdentityOptions = {
  /** 0 picks a free one; one that is taken gives way to a free one, too. */
  readonly port?: number;
  /** Shows the ready account on the page. */
  readonly showsDemoAccount?: boolean;
  readonly accessTokenSeconds?: number;
  /** Which of the two names for "whom the token is for" it understands, as real ones do. */
  readonly understands?: 'both' | 'audience' | 'resource';
};

export type IdentityProvider = {
  readonly issuer: string;
  /** What points the app at it. */
  readonly env: Readonly<Record<'CONDUKTOR_ISSUER' | 'CONDUKTOR_CLIENT_ID' | 'CONDUKTOR_AUDIENCE', string>>;
  readonly accounts: Accounts;
  /** The account that is there from the start. */
  readonly demo: Person;
  /** Token requests so far, by grant; those that were `refused`; and sessions that were `revoked`. */
  readonly counts: { readonly [grant: string]: number };
  /** Questions it was sent: the parameters of each authorization request. */
  readonly questions: ReadonlyArray<URLSearchParams>;
  close(): Promise<void>;
};

const HOST = '127.0.0.1';
const CLIENT_ID = PRODUCT.login.clientId;
const AUDIENCE = PRODUCT.login.audience;
const SCOPES = 'openid profile email offline_access';

export async function startIdentityProvider(options: IdentityOptions = {}): Promise<IdentityProvider> {
  const server = createServer();
  const port = await listen(server, options.port ?? 0).catch(() => listen(server, 0));
  const issuer = `http://${HOST}:${port}`;
  const accounts = createAccounts(Date.now);
  accounts.register(DEMO_ACCOUNT);
  const counts: Record<string, number> = {};
  const questions: URLSearchParams[] = [];
  const count = (what: string) => void (counts[what] = (counts[what] ?? 0) + 1);
  const provider = new Provider(issuer, await configuration(accounts, options));
  provider.on('grant.success', (context) => count(String(context.oidc.params?.['grant_type'])));
  provider.on('grant.error', () => count('refused'));
  provider.on('grant.revoked', () => count('revoked'));
  const answer = provider.callback();
  const demo = options.showsDemoAccount === true ? DEMO_ACCOUNT : null;
  server.on('request', (request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    const uid = /^\/interaction\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (uid !== undefined) {
      interact({ provider, accounts, demo, uid, url, request, response }).catch((error: unknown) =>
        fail(response, error),
      );
      return;
    }
    if (url.pathname === '/auth') questions.push(new URLSearchParams(url.searchParams));
    if (options.understands === 'audience') request.url = without(url, 'resource');
    if (options.understands === 'resource') request.url = without(url, 'audience');
    void answer(request, response);
  });
  const env = { CONDUKTOR_ISSUER: issuer, CONDUKTOR_CLIENT_ID: CLIENT_ID, CONDUKTOR_AUDIENCE: AUDIENCE };
  return { issuer, env, accounts, demo: DEMO_ACCOUNT, counts, questions, close: () => close(server) };
}

async function configuration(accounts: Accounts, options: IdentityOptions): Promise<Configuration> {
  const { accessTokenSeconds = 3600 } = options;
  const day = 24 * 60 * 60;
  return {
    adapter: createMemoryStore(Date.now),
    jwks: { keys: [await newKey()] },
    cookies: { keys: [crypto.randomUUID()] },
    clients: [
      {
        client_id: CLIENT_ID,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        // Any port: a native client on 127.0.0.1 (RFC 8252).
        redirect_uris: [`http://${HOST}/callback`],
      },
    ],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    // As Auth0 does: name and e-mail stand in the ID token.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_context, id) => {
      const person = accounts.find(id);
      if (person === null) return undefined;
      return { accountId: id, claims: () => ({ sub: id, email: person.email, name: person.name }) };
    },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_context, client, token) => token.clientId === client.clientId },
      resourceIndicators: resources(accessTokenSeconds),
    },
    extraTokenClaims: (_context, token) =>
      'accountId' in token && typeof token.accountId === 'string'
        ? { 'https://conduktor.io/licence': accounts.licenceOf(token.accountId) }
        : undefined,
    extraParams: ['audience', 'screen_hint'],
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    rotateRefreshToken: true,
    renderError: (context, out) => {
      context.type = 'html';
      context.body = messagePage('This did not work', String(out.error_description ?? out.error));
    },
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: 3600,
      RefreshToken: 14 * day,
      Grant: 14 * day,
      Session: day,
      Interaction: 600,
    },
  };
}

/** Whom a token is for: Auth0's `audience` where it is given, else RFC 8707's `resource`. */
function resources(accessTokenSeconds: number) {
  return {
    enabled: true,
    defaultResource: (context, _client, oneOf) =>
      String(context.oidc.params?.['audience'] ?? (Array.isArray(oneOf) ? oneOf[0] : oneOf) ?? AUDIENCE),
    useGrantedResource: () => true,
    getResourceServerInfo: () => ({
      scope: '',
      audience: AUDIENCE,
      accessTokenFormat: 'jwt',
      accessTokenTTL: accessTokenSeconds,
      jwt: { sign: { alg: 'RS256' } },
    }),
  } satisfies NonNullable<Configuration['features']>['resourceIndicators'];
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: 'RS256', use: 'sig' } as JWK;
}

type Interaction = {
  readonly provider: Provider;
  readonly accounts: Accounts;
  readonly demo: Person | null;
  readonly uid: string;
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

/** The pages: who are you, then straight on. What the app may do is agreed by signing in. */
async function interact({ provider, accounts, demo, uid, url, request, response }: Interaction): Promise<void> {
  const details = await provider.interactionDetails(request, response);
  const show = (kind: 'login' | 'register', problem: string | null, email: string) => {
    response.writeHead(problem === null ? 200 : 400, { 'content-type': 'text/html; charset=utf-8' });
    response.end(formPage({ kind, uid, problem, email, demo }));
  };
  if (request.method !== 'POST') {
    if (details.prompt.name === 'consent') {
      const grantId = await grant(provider, details.session?.accountId ?? '');
      return provider.interactionFinished(
        request,
        response,
        { consent: { grantId } },
        { mergeWithLastSubmission: true },
      );
    }
    const asked = url.searchParams.get('page') ?? (details.params['screen_hint'] === 'signup' ? 'register' : 'login');
    return show(asked === 'register' ? 'register' : 'login', null, '');
  }
  const form = await readForm(request);
  const email = (form.get('email') ?? '').trim();
  const password = form.get('password') ?? '';
  if (form.get('do') === 'register') {
    const problem = accounts.register({ email, password, name: (form.get('name') ?? '').trim() || email });
    if (problem !== null) return show('register', problem, email);
  } else if (!accounts.check(email, password)) {
    return show('login', 'The e-mail or the password is wrong.', email);
  }
  const accountId = accounts.find(email)?.email ?? email;
  await provider.interactionFinished(request, response, { login: { accountId } }, { mergeWithLastSubmission: false });
}

async function grant(provider: Provider, accountId: string): Promise<string> {
  const given = new provider.Grant({ accountId, clientId: CLIENT_ID });
  given.addOIDCScope(SCOPES);
  given.addResourceScope(AUDIENCE, '');
  return given.save();
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += String(chunk);
    if (body.length > 10_000) throw new Error('The form is too long.');
  }
  return new URLSearchParams(body);
}

function without(url: URL, name: string): string {
  url.searchParams.delete(name);
  return `${url.pathname}${url.search}`;
}

function fail(response: ServerResponse, error: unknown): void {
  response.writeHead(400, { 'content-type': 'text/html; charset=utf-8' });
  response.end(messagePage('This sign-in is over', error instanceof Error ? error.message : 'Start again in the app.'));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  return closed;
}
