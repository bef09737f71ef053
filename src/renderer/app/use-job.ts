import { useEffect } from 'react';
import type { Job } from '../state/jobs.ts';
import { useApp } from './context.tsx';

/** Shows a running job in the status bar while `job` is not null. */
export function useJob(job: Job | null): void {
  const store = useApp().jobs;
  const id = job?.id;
  useEffect(() => {
    if (job !== null) store.getState().put(job);
  }, [store, job]);
  useEffect(() => {
    if (id === undefined) return undefined;
    return () => store.getState().end(id);
  }, [store, id]);
}
