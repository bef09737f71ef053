import { IconX } from '@tabler/icons-react';
import type { Job } from '../state/jobs.ts';
import classes from './status-bar.module.css';
import { t } from './texts.ts';

/** What runs at the moment, with its progress and a way to end it. */
export function JobList({ jobs }: { readonly jobs: ReadonlyArray<Job> }) {
  if (jobs.length === 0) return null;
  return (
    <ul aria-label={t('shell.jobs')} style={{ display: 'flex', gap: 12, margin: 0, padding: 0, listStyle: 'none' }}>
      {jobs.map((job) => (
        <li key={job.id} className={classes.job}>
          <span>{job.label}</span>
          <progress aria-label={job.label} {...(job.fraction === null ? {} : { value: job.fraction })} max={1} />
          {job.cancel !== undefined && (
            <button
              type="button"
              className={classes.cancel}
              aria-label={t('shell.cancelJob', { label: job.label })}
              onClick={job.cancel}
            >
              <IconX size={12} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
