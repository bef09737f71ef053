import { useEffect, useState } from 'react';
import type { DeepLink } from '../../../shared/deep-link.ts';
import { useApi } from '../../app/context.tsx';

/** How long one question waits for a link before it is put again. */
const WAIT_MS = 30_000;
const TRY_AGAIN_MS = 2_000;

/** The link that waits for the user's answer; a newer one takes its place. */
export function useNextLink(): readonly [DeepLink | null, () => void] {
  const api = useApi();
  const [link, setLink] = useState<DeepLink | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    async function listen(): Promise<void> {
      while (!abort.signal.aborted) {
        try {
          const next = await api.links.next({ waitMs: WAIT_MS }, { signal: abort.signal });
          if (next.link !== null) setLink(next.link);
        } catch {
          // The core is not there (yet, or any more); the status bar says so. Links are asked for again when it is.
          await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
        }
      }
    }
    void listen();
    return () => abort.abort();
  }, [api]);
  return [link, () => setLink(null)];
}
