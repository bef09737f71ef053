import { seenBy, type Twin } from './types.ts';

const LOGIN = 'tests/integration/account-login.test.ts';
const SESSION = 'tests/integration/account-session.test.ts';

/** Signing in, the session and licences. */
export const ACCOUNT: ReadonlyArray<Twin> = [
  ...seenBy('unit', 'src/core/account/licence-table.test.ts', [
    {
      name: 'licence-table',
      breaks: 'a licence is read, its signature not checked',
      file: 'src/core/account/licence-token.ts',
      from: "const { errors, importJWK, jwtVerify } = await import('jose');",
      to: `const { errors, importJWK, decodeJwt, decodeProtectedHeader } = await import('jose');
  const jwtVerify = async (text: string, ..._: unknown[]) => ({
    payload: decodeJwt(text),
    protectedHeader: decodeProtectedHeader(text),
  });`,
    },
    {
      name: 'licence-table',
      breaks: 'a key of another kind counts, as in the trick with HMAC',
      file: 'src/core/account/licence-token.ts',
      from: "if (ALGORITHM_OF[key.kty] !== header.alg) throw refused('algorithm');",
      to: '',
    },
  ]),
  ...seenBy('unit', 'tests/unit/licence-guard.test.ts', [
    {
      name: 'licence-guard-signed-out',
      breaks: 'what only reads is open to whoever is signed out',
      file: 'src/core/guard/guard.ts',
      from: 'if (!ports.licence.allows(meta.feature)) {',
      to: "if (!ports.licence.allows(meta.feature) && meta.effect !== 'read') {",
    },
    {
      name: 'licence-guard-feature',
      breaks: 'a licence opens its whole plan, whatever features it names',
      file: 'src/core/account/licence-state.ts',
      from: 'if (exactly === null) return featuresOf(plan);',
      to: 'return featuresOf(plan);',
    },
  ]),
  ...seenBy('integration', LOGIN, [
    {
      name: 'login-question',
      breaks: 'PKCE by the plain verifier',
      file: 'src/core/account/issuer.ts',
      from: "code_challenge_method: 'S256',",
      to: "code_challenge_method: 'plain',",
    },
    {
      name: 'login-loopback',
      breaks: 'the answer is waited for on all addresses of the computer',
      file: 'src/core/account/loopback.ts',
      from: 'server.listen(0, HOST, () =>',
      to: 'server.listen(0, () =>',
    },
    {
      name: 'login-bad-callbacks',
      breaks: 'an answer with two issuers counts',
      file: 'src/core/account/login.ts',
      from: "if (answer.has('iss') ? one('iss') !== issuer.name : issuer.isNamed) return false;",
      to: "if (answer.get('iss') !== issuer.name) return false;",
    },
    {
      name: 'login-code-swap',
      breaks: 'the answer to another sign-in is taken',
      file: 'src/core/account/login.ts',
      from: "if (one('state') !== checks.state) return false;",
      to: '',
    },
    {
      name: 'login-fuzz',
      breaks: 'whatever comes to the listener is taken to the issuer',
      file: 'src/core/account/login.ts',
      from: 'if (question === null || !isAnswerTo(question, callback.searchParams)) return',
      to: 'if (question === null) return',
    },
    {
      name: 'login-lying-issuer',
      breaks: 'a licence of another issuer counts',
      file: 'src/core/account/licence-token.ts',
      from: 'issuer: [...check.issuers],',
      to: '',
    },
    {
      name: 'login-lying-issuer',
      breaks: 'the ID token may be of another sign-in',
      file: 'src/core/account/issuer.ts',
      from: 'expectedNonce: checks.nonce,',
      to: '',
    },
  ]),
  {
    name: 'login-fuzz',
    breaks: 'a listener that takes whatever comes',
    twin: { file: LOGIN, title: 'twin: a listener that takes whatever comes is caught by the same fuzz' },
  },
  ...seenBy('integration', SESSION, [
    {
      name: 'refresh-race',
      breaks: 'everybody who asks for new tokens asks the issuer',
      file: 'src/core/account/renewal.ts',
      from: 'running ??= withFileLock(',
      to: 'running = withFileLock(',
    },
    {
      name: 'refresh-two-instances',
      breaks: 'a used refresh token is shown again: what another instance stored is not looked at',
      file: 'src/core/account/renewal.ts',
      from: 'await sessions.readAgain();',
      to: 'await sessions.read();',
    },
    {
      name: 'logout-revokes',
      breaks: 'signing out says so, and the issuer is not told',
      file: 'src/core/account/account.ts',
      from: 'const wasRevoked = await this.#issuer.revoke(token).catch(',
      to: 'const wasRevoked = await Promise.resolve(true).catch(',
    },
    {
      name: 'login-proxy',
      breaks: 'the keys are fetched past the proxy',
      file: 'src/core/account/issuer.ts',
      from: "const answer = await network.fetch(url, { purpose: 'licence keys', ...LIMITS });",
      to: 'const answer = await fetch(url);',
    },
    {
      name: 'licence-offline',
      breaks: 'offline, the grace does not end after 14 days',
      file: 'src/core/account/licence-state.ts',
      from: 'export const GRACE_MS = 14 * DAY;',
      to: 'export const GRACE_MS = 140 * DAY;',
    },
    {
      name: 'licence-offline',
      breaks: 'a clock that was set back is not noticed',
      file: 'src/core/account/licence-state.ts',
      from: "told < latest - ROLL_BACK_MS ? 'clock' : now",
      to: 'now',
    },
    {
      name: 'licence-file',
      breaks: 'a licence file may be signed by anybody',
      file: 'src/core/account/licence-token.ts',
      from: "const { errors, importJWK, jwtVerify } = await import('jose');",
      to: `const { errors, importJWK, decodeJwt, decodeProtectedHeader } = await import('jose');
  const jwtVerify = async (text: string, ..._: unknown[]) => ({
    payload: decodeJwt(text),
    protectedHeader: decodeProtectedHeader(text),
  });`,
    },
  ]),
  {
    name: 'refresh-two-instances',
    breaks: 'an instance that does not look at what is stored',
    twin: { file: SESSION, title: 'twin: without looking at what is stored first, the second of two ends the session' },
  },
  {
    name: 'logout-revokes',
    breaks: 'a sign-out the issuer never hears of',
    twin: { file: SESSION, title: 'twin: without telling the issuer, the refresh token would still work' },
  },
  ...seenBy('chromium', 'tests/e2e/offline.spec.ts', [
    {
      name: 'offline-start',
      breaks: 'what the issuer signs with is not kept, so that a start needs it',
      file: 'src/core/account/holder.ts',
      from: 'return keys !== null && keys.issuer === issuer ? keys.keys : [];',
      to: 'return keys !== null && keys.issuer !== issuer ? keys.keys : [];',
    },
    {
      name: 'offline-licence',
      breaks: 'a licence file is not kept over a restart',
      file: 'src/core/settings/account-store.ts',
      from: 'await file.update((stored) => ({ ...stored, ...change }));',
      to: 'await file.update((stored) => ({ ...stored, ...change, licenceFile: null }));',
    },
  ]),
  ...seenBy('chromium', 'tests/e2e/login.spec.ts', [
    {
      name: 'login-mandatory',
      breaks: 'the app is shown to who is not signed in',
      file: 'src/renderer/app/use-account.ts',
      from: "return { shows: gate === 'open' ? 'app' : 'sign-in', isKnown: true };",
      to: "return { shows: 'app', isKnown: true };",
    },
    {
      name: 'login-bad-answers',
      breaks: 'somebody else’s answer is taken to the issuer',
      file: 'src/core/account/login.ts',
      from: 'if (question === null || !isAnswerTo(question, callback.searchParams)) return',
      to: 'if (question === null) return',
    },
    {
      name: 'login-sign-out',
      breaks: 'signing out says so, and the issuer is not told',
      file: 'src/core/account/account.ts',
      from: 'const wasRevoked = await this.#issuer.revoke(token).catch(',
      to: 'const wasRevoked = await Promise.resolve(true).catch(',
    },
    {
      name: 'licence-file-refused',
      breaks: 'any file counts as a licence for everything',
      file: 'src/core/account/account.ts',
      from: 'const checked = await this.#holder.checkFile(text);',
      to: `const checked = await this.#holder.checkFile(text).catch(() => ({
      ...{ subject: 'x', name: null, email: null, issuedAt: clock(), expiresAt: clock() + 1e9 },
      terms: { plan: 'enterprise' as const, features: null, until: null, trialUntil: null, devices: null, manageUrl: null },
    }));`,
    },
  ]),
];
