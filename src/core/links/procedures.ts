import { parseDeepLink } from '../../shared/deep-link.ts';
import { AppError } from '../../shared/errors.ts';
import type { Implementer } from '../guard/index.ts';
import type { LinkInbox } from './inbox.ts';

export type LinksOptions = {
  /** Null where the host is handed no links: a browser opens none with us. */
  readonly inbox: LinkInbox | null;
  readonly log: { warn(event: string, facts: Readonly<Record<string, unknown>>): void };
};

export function linksProcedures(os: Implementer, { inbox, log }: LinksOptions) {
  return {
    next: os.links.next.handler(async ({ input, signal }) => {
      if (inbox === null) {
        throw new AppError('UNSUPPORTED', 'Links that lead into the app are opened by the desktop app only.');
      }
      const deadline = performance.now() + input.waitMs;
      for (;;) {
        const text = await inbox.take(Math.max(0, deadline - performance.now()), signal);
        if (text === null) return { link: null };
        const link = parseDeepLink(text);
        if (link !== null) return { link };
        // Its text may be an attack on whoever reads the log; how long it was is all that is worth knowing.
        log.warn('link.refused', { characters: text.length });
      }
    }),
  };
}
