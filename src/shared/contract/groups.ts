import { z } from 'zod';
import { ClusterId, procedure } from './meta.ts';

export const groupsContract = {
  /** Names of the consumer groups our rights let us see. */
  list: procedure('groups.read', 'read')
    .input(z.strictObject({ clusterId: ClusterId }))
    .output(z.object({ groups: z.array(z.string()) })),
};
