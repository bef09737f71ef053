/**
 * A real identity provider on this computer, for the demo and the tests: OpenID Connect by `oidc-provider`, with pages to
 * sign in and to create an account, keys made anew at each start, and the licence as a claim of the access token. Accounts
 * live as long as it runs. May touch src/shared; the product never touches it.
 */
export { startIdentityProvider, type IdentityOptions, type IdentityProvider } from './provider.ts';
export { DEMO_ACCOUNT, type Licence, type Person } from './accounts.ts';
export { answerSignInPage, type Credentials } from './sign-in-by-form.ts';
