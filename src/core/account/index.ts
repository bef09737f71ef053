/**
 * The account room: signing in at the issuer (OpenID Connect, code and PKCE, answered on 127.0.0.1), the tokens, and the
 * licence that their claims or a licence file are. It answers the guard's question what is open. Tokens never leave it
 * but to the secret box and the issuer. May touch shared, openid-client and jose (both loaded when first needed), and by
 * their doors network and settings.
 */
export { createAccount, type Account, type AccountOptions } from './account.ts';
export { readIssuerSettings, type IssuerSettings } from './issuer-settings.ts';
export { SHIPPED_LICENCE_KEYS, type PublicKey } from './licence-keys.ts';
export { accountProcedures } from './procedures.ts';
