import { networkError } from './network-error.ts';

/** The whole body as text (UTF-8; broken bytes become U+FFFD). Bounded by the request's `maxBytes`. Rejects with an AppError. */
export async function readText(url: string, response: Response): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parts: string[] = [];
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      parts.push(decoder.decode(chunk.value, { stream: true }));
    }
  } catch (error) {
    throw networkError(url, error);
  }
  parts.push(decoder.decode());
  return parts.join('');
}
