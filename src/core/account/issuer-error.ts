import { AppError } from '../../shared/errors.ts';

/** What the issuer answers when a refresh token counts no more: revoked, used twice, or over. */
export const SESSION_ENDED = 'invalid_grant';

/** A failure between us and the issuer as one sentence. The code of OAuth, where there is one, is in the context. */
export function issuerError(issuer: string, error: unknown): AppError {
  const known = appErrorIn(error);
  if (known !== null) return known;
  const host = URL.canParse(issuer) ? new URL(issuer).host : issuer;
  const code = oauthCode(error);
  if (code === SESSION_ENDED) {
    return failed(`${host} no longer accepts this sign-in.`, 'Sign in again.', { host, oauth: code });
  }
  if (code === 'access_denied') {
    return failed('The sign-in was refused on the sign-in page.', 'Try again, or with another account.', {
      host,
      oauth: code,
    });
  }
  if (code !== null) {
    const hint = 'Try again. If it stays so, report it to support.';
    return failed(`${host} refused the sign-in (${code}).`, hint, { host, oauth: code }, error);
  }
  return failed(
    `${host} does not answer as a sign-in service should.`,
    'Check the address of the sign-in service (CONDUKTOR_ISSUER), or try again later.',
    { host },
    error,
  );
}

/** openid-client wraps what the network said. */
function appErrorIn(error: unknown): AppError | null {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (current instanceof AppError) return current;
    current = current.cause;
  }
  return null;
}

/** The `error` field of an OAuth answer, if it is one of the words it may be. */
function oauthCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('error' in error)) return null;
  return typeof error.error === 'string' && /^[a-z_]{1,60}$/.test(error.error) ? error.error : null;
}

function failed(message: string, hint: string, context: Record<string, string>, cause?: unknown): AppError {
  // The library's own message is kept as a cause, never its parameters: they hold the code.
  const reason = cause instanceof Error ? new Error(cause.message) : undefined;
  return new AppError('LOGIN_FAILED', message, {
    hint,
    retryable: true,
    context,
    ...(reason === undefined ? {} : { cause: reason }),
  });
}
