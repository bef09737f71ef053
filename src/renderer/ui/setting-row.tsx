import type { ReactNode } from 'react';
import classes from './setting-row.module.css';

type Props = {
  readonly title: string;
  /** What it does, in a sentence. */
  readonly hint?: ReactNode;
  /** The control. */
  readonly children: ReactNode;
};

/** One line of a settings page: what it is on the left, its control on the right; below each other where it is narrow. */
export function SettingRow({ title, hint, children }: Props) {
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        <div className={classes.title}>{title}</div>
        {hint !== undefined && <div className={classes.hint}>{hint}</div>}
      </div>
      <div className={classes.control}>{children}</div>
    </div>
  );
}
