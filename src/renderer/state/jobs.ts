import { createStore, type StoreApi } from 'zustand/vanilla';

/** Something that takes a while, as the status bar shows it. */
export type Job = {
  readonly id: string;
  readonly label: string;
  /** 0 to 1, or null where it cannot be known. */
  readonly fraction: number | null;
  readonly cancel?: () => void;
};

export type JobsState = {
  readonly jobs: ReadonlyArray<Job>;
  put(job: Job): void;
  end(id: string): void;
};
export type JobsStore = StoreApi<JobsState>;

export function createJobsStore(): JobsStore {
  return createStore<JobsState>((set) => ({
    jobs: [],
    put: (job) =>
      set(({ jobs }) => ({
        jobs: jobs.some((each) => each.id === job.id)
          ? jobs.map((each) => (each.id === job.id ? job : each))
          : [...jobs, job],
      })),
    end: (id) => set(({ jobs }) => ({ jobs: jobs.filter((each) => each.id !== id) })),
  }));
}
