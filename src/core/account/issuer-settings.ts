import { AppError } from '../../shared/errors.ts';
import { PRODUCT } from '../../shared/product.ts';

/** Where and as what people sign in. */
export type IssuerSettings = {
  readonly issuer: string;
  readonly clientId: string;
  /** Whom the access token is for: Auth0 calls it audience, RFC 8707 resource. */
  readonly audience: string;
};

export function readIssuerSettings(env: NodeJS.ProcessEnv): IssuerSettings {
  return {
    issuer: env['CONDUKTOR_ISSUER'] ?? PRODUCT.login.issuer,
    clientId: env['CONDUKTOR_CLIENT_ID'] ?? PRODUCT.login.clientId,
    audience: env['CONDUKTOR_AUDIENCE'] ?? PRODUCT.login.audience,
  };
}

/** By the address, not the name: a name may be made to lead anywhere. */
const LOOPBACK = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/** An address the app may sign in at: protected, or on this very computer. Throws where it is neither. */
export function trustworthyUrl(text: string, what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isFine = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)));
  if (isFine && url.username === '' && url.password === '') return url;
  throw new AppError('LOGIN_FAILED', `The ${what} is not a protected address (https).`, {
    hint: 'Check CONDUKTOR_ISSUER, or tell who runs the sign-in page.',
    context: { host: url?.host ?? '' },
  });
}
