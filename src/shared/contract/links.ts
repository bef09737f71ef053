import { z } from 'zod';
import { DeepLink } from '../deep-link.ts';
import { procedure } from './meta.ts';

/** Links that lead into the app, `conduktor://cluster/topic/partition/offset`, as the system hands them over. */
export const linksContract = {
  /**
   * Waits for the next link. A link is a wish, not an order: the page shows where it leads, and nothing is opened,
   * connected or changed before the user agrees. Null: none came in this time; ask again.
   */
  next: procedure('app', 'read')
    .input(z.strictObject({ waitMs: z.int().min(0).max(60_000) }))
    .output(z.object({ link: DeepLink.nullable() })),
};
