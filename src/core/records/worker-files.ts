import { z } from 'zod';

/** Paths of the thread entries that a reader starts itself, as its `workerData`: only the host knows where they are built to. */
export const WorkerFiles = z.object({ scan: z.string(), javascript: z.string() });
export type WorkerFiles = z.infer<typeof WorkerFiles>;
