import { z } from 'zod';
import { AppErrorData } from '../errors.ts';
import { ClusterId, procedure } from './meta.ts';

export const LocalKafkaStep = z.enum(['java', 'kafka', 'format', 'start', 'sample-data']);
export type LocalKafkaStep = z.infer<typeof LocalKafkaStep>;

export const LocalKafkaStatus = z.discriminatedUnion('kind', [
  /** `hasData`: it ran before and its topics are on disk. */
  z.object({ kind: z.literal('stopped'), hasData: z.boolean() }),
  z.object({
    kind: z.literal('starting'),
    step: LocalKafkaStep,
    /** What is going on, as a sentence. */
    message: z.string(),
    /** 0 to 1 where it can be known. */
    fraction: z.number().min(0).max(1).nullable(),
  }),
  z.object({
    kind: z.literal('running'),
    clusterId: ClusterId,
    bootstrapServers: z.string(),
    kafkaVersion: z.string(),
    /** True where the broker was found running from an earlier start of the app. */
    adopted: z.boolean(),
  }),
  z.object({ kind: z.literal('stopping') }),
  z.object({ kind: z.literal('failed'), error: AppErrorData }),
]);
export type LocalKafkaStatus = z.infer<typeof LocalKafkaStatus>;

export const localKafkaContract = {
  status: procedure('local-kafka', 'read').output(LocalKafkaStatus),
  /** Begins and answers at once; `status` tells how it goes. Where a broker is already running it is taken over. */
  start: procedure('local-kafka', 'configure')
    .input(z.strictObject({ sampleData: z.boolean() }))
    .output(LocalKafkaStatus),
  /** Ends a start that is under way, too. */
  stop: procedure('local-kafka', 'configure').output(LocalKafkaStatus),
};
