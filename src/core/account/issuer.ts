import type { Configuration, TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../../shared/values/secret.ts';
import { readText, type Network } from '../network/index.ts';
import { issuerError } from './issuer-error.ts';
import { trustworthyUrl, type IssuerSettings } from './issuer-settings.ts';
import { readKeySet, type PublicKey } from './licence-keys.ts';

/** What binds an answer to the question: each is new for every sign-in. */
export type LoginChecks = { readonly state: string; readonly nonce: string; readonly verifier: Secret };

export type Question = {
  readonly url: string;
  readonly checks: LoginChecks;
  /** Who must say so in the answer, as RFC 9207 has it; `isNamed`: the issuer promises to. */
  readonly issuer: { readonly name: string; readonly isNamed: boolean };
};

export type Tokens = {
  readonly access: Secret;
  /** Null where the issuer gives none: signed in until the access token ends. */
  readonly refresh: Secret | null;
  readonly id: Secret | null;
  readonly name: string | null;
  readonly email: string | null;
};

/** The issuer as this app speaks to it. What it is and where is looked up once, when first needed. */
export type Issuer = {
  ask(question: { readonly redirectUri: string; readonly create: boolean }): Promise<Question>;
  exchange(answer: URL, checks: LoginChecks): Promise<Tokens>;
  refresh(token: Secret): Promise<Tokens>;
  /** False where the issuer offers no way to. */
  revoke(token: Secret): Promise<boolean>;
  keys(): Promise<ReadonlyArray<PublicKey>>;
};

const SCOPE = 'openid profile email offline_access';
const LIMITS = { answerLimitMs: 15_000, totalLimitMs: 30_000, maxBytes: 1024 * 1024 } as const;
/** Endpoints that are spoken to, or shown to the user. */
const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'revocation_endpoint'] as const;

export function createIssuer(network: Network, settings: IssuerSettings): Issuer {
  let known: Promise<Configuration> | null = null;
  const discovered = (): Promise<Configuration> => {
    known ??= discover(network, settings);
    known.catch(() => (known = null)); // Offline now is not offline for ever.
    return known;
  };
  /** Both names at once: Auth0 reads `audience`, RFC 8707 `resource`, and who does not know one leaves it aside. */
  const target = { audience: settings.audience, resource: settings.audience };

  const speak = <T>(work: (oidc: typeof import('openid-client'), config: Configuration) => Promise<T>): Promise<T> =>
    Promise.all([import('openid-client'), discovered()])
      .then(([oidc, config]) => work(oidc, config))
      .catch((error: unknown) => {
        throw issuerError(settings.issuer, error);
      });

  return {
    ask: (request) => speak((oidc, config) => questionOf(oidc, config, { ...request, target })),
    exchange: (answer, checks) =>
      speak(async (oidc, config) => {
        const expected = {
          pkceCodeVerifier: checks.verifier.reveal(),
          expectedState: checks.state,
          expectedNonce: checks.nonce,
          idTokenExpected: true,
        };
        return readTokens(await oidc.authorizationCodeGrant(config, answer, expected, target));
      }),
    refresh: (token) =>
      speak(async (oidc, config) => {
        return readTokens(await oidc.refreshTokenGrant(config, token.reveal(), target));
      }),
    revoke: (token) =>
      speak(async (oidc, config) => {
        if (config.serverMetadata().revocation_endpoint === undefined) return false;
        await oidc.tokenRevocation(config, token.reveal(), { token_type_hint: 'refresh_token' });
        return true;
      }),
    keys: () =>
      speak(async (_oidc, config) => {
        const { jwks_uri: url } = config.serverMetadata();
        if (url === undefined) throw new AppError('LOGIN_FAILED', 'The sign-in service publishes no keys.');
        const answer = await network.fetch(url, { purpose: 'licence keys', ...LIMITS });
        return readKeySet(answer.ok ? parsed(await readText(url, answer)) : null);
      }),
  };
}

type Asked = {
  readonly redirectUri: string;
  readonly create: boolean;
  readonly target: { readonly audience: string; readonly resource: string };
};

async function questionOf(
  oidc: typeof import('openid-client'),
  config: Configuration,
  { redirectUri, create, target }: Asked,
): Promise<Question> {
  const verifier = oidc.randomPKCECodeVerifier();
  const checks = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: new Secret(verifier) };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: SCOPE,
    ...target,
    // OpenID Connect Core §11: no offline access without asking for consent.
    prompt: 'consent',
    ...(create ? { screen_hint: 'signup' } : {}),
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: checks.state,
    nonce: checks.nonce,
  });
  const metadata = config.serverMetadata();
  const isNamed = metadata.authorization_response_iss_parameter_supported === true;
  return { url: url.href, checks, issuer: { name: metadata.issuer, isNamed } };
}

async function discover(network: Network, settings: IssuerSettings): Promise<Configuration> {
  const issuer = trustworthyUrl(settings.issuer, 'sign-in address');
  const oidc = await import('openid-client');
  const isOpen = issuer.protocol === 'http:'; // On this very computer: trustworthyUrl lets no other pass.
  const config = await oidc.discovery(issuer, settings.clientId, undefined, oidc.None(), {
    [oidc.customFetch]: network.webFetch('login'),
    execute: isOpen ? [oidc.allowInsecureRequests] : [],
  });
  const metadata = config.serverMetadata();
  for (const name of ENDPOINTS) {
    const endpoint = metadata[name];
    if (endpoint !== undefined) trustworthyUrl(String(endpoint), name.replaceAll('_', ' '));
  }
  return config;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return null; // Not keys, whatever it is.
  }
}

function readTokens(answer: TokenEndpointResponse & TokenEndpointResponseHelpers): Tokens {
  const claims = answer.claims();
  return {
    access: new Secret(answer.access_token),
    refresh: answer.refresh_token === undefined ? null : new Secret(answer.refresh_token),
    id: answer.id_token === undefined ? null : new Secret(answer.id_token),
    name: textOf(claims?.['name']),
    email: textOf(claims?.['email']),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, 300) : null;
}
