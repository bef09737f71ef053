import { AppError } from '../../shared/errors.ts';
import { networkError, type NetworkFetch } from '../network/index.ts';

/** A short text from the web, at most 1 MB. */
export async function fetchText(
  fetch: NetworkFetch,
  url: string,
  options: { readonly purpose: string; readonly signal: AbortSignal },
): Promise<string> {
  const response = await fetch(url, options);
  const { host } = new URL(url);
  if (!response.ok) {
    await response.body?.cancel();
    throw new AppError('DOWNLOAD_FAILED', `${host} answered ${response.status}.`, {
      hint: 'Try again later.',
      retryable: true,
      context: { host, status: response.status },
    });
  }
  let text = '';
  const decoder = new TextDecoder();
  try {
    const reader = response.body?.getReader();
    for (let chunk = await reader?.read(); chunk !== undefined && !chunk.done; chunk = await reader?.read()) {
      text += decoder.decode(chunk.value, { stream: true });
      if (text.length > 1_000_000) {
        await reader?.cancel();
        throw new AppError('DOWNLOAD_FAILED', `${host} sent far more than was asked for.`, { context: { host } });
      }
    }
  } catch (error) {
    throw networkError(url, error);
  }
  return text;
}

/** The first of several places that answers; the last failure where none does. */
export async function firstThatWorks<T>(
  places: ReadonlyArray<string>,
  signal: AbortSignal,
  attempt: (place: string) => Promise<T>,
): Promise<T> {
  let last: unknown = new Error('no place to try');
  for (const place of places) {
    try {
      return await attempt(place);
    } catch (error) {
      if (signal.aborted) throw error;
      last = error;
    }
  }
  throw last;
}
