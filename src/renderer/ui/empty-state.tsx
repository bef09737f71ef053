import type { ReactNode } from 'react';
import classes from './state.module.css';

type Props = {
  readonly title: string;
  /** What to do about it. */
  readonly hint?: ReactNode;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
};

/** A place with nothing in it, saying why and what to do. */
export function EmptyState({ title, hint, icon, children }: Props) {
  return (
    <div className={classes.state}>
      {icon !== undefined && (
        <div className={classes.icon} aria-hidden>
          {icon}
        </div>
      )}
      <p className={classes.title}>{title}</p>
      {hint !== undefined && <p className={classes.hint}>{hint}</p>}
      {children !== undefined && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
