import type { PageError } from '../../shared/contract/page-error.ts';
import { createPageErrorLimit } from '../../shared/page-error-limit.ts';
import type { Log } from '../logging/index.ts';
import { PageFailure } from './error-event.ts';

export type PageErrorsOptions = {
  readonly log: Pick<Log, 'error'>;
  /** As of an error of the core: sent only where the user agreed. */
  readonly report: (error: unknown, procedure: string | null) => void;
  readonly clock: () => number;
};

/** Takes errors of the page: to the log always, to the makers by the way of all errors. */
export function createPageErrors({ log, report, clock }: PageErrorsOptions): (error: PageError) => void {
  const mayTell = createPageErrorLimit(clock);
  return (error) => {
    if (!mayTell(error)) return;
    log.error('page.error', error);
    report(new PageFailure(error), `page.${error.from}`);
  };
}
