import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { toShownError } from './shown-error.ts';
import classes from './state.module.css';

export type ErrorTexts = {
  readonly retry: string;
  readonly details: string;
  readonly report: string;
  readonly reportHint: string;
};

type Props = {
  readonly error: unknown;
  readonly texts: ErrorTexts;
  readonly onRetry?: (() => void) | undefined;
  /** Takes what failed, as text, to support. */
  readonly onReport?: ((report: string) => void) | undefined;
  /** Further ways out, such as "Edit cluster". */
  readonly children?: ReactNode;
  /** `inline` sits in a form or a list; `page` fills the place of what failed. */
  readonly size?: 'page' | 'inline';
};

/**
 * A failure as the user reads it: what failed and why, what to do next, the causes in a fold, Retry, and the way to
 * support. Features use app/error-view.tsx, which brings the texts.
 */
export function ErrorState({ error, texts, onRetry, onReport, children, size = 'page' }: Props) {
  const shown = toShownError(error);
  return (
    <div className={size === 'page' ? classes.state : classes.inline} role="alert">
      <div className={classes.errorIcon} aria-hidden>
        <IconAlertTriangle size={size === 'page' ? 28 : 18} stroke={1.6} />
      </div>
      <div className={classes.errorBody}>
        <p className={classes.title}>{shown.message}</p>
        {shown.hint !== undefined && <p className={classes.hint}>{shown.hint}</p>}
        <details className={classes.details}>
          <summary>{texts.details}</summary>
          <pre className={classes.causes}>{shown.details}</pre>
        </details>
        <div className={classes.actions}>
          {onRetry !== undefined && (
            <Button onClick={onRetry} variant={size === 'page' && shown.retryable ? 'filled' : 'default'}>
              {texts.retry}
            </Button>
          )}
          {children}
          {onReport !== undefined && (
            <button
              type="button"
              className={classes.report}
              title={texts.reportHint}
              onClick={() => onReport(`${shown.message}\n${shown.details}`)}
            >
              {texts.report}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}
