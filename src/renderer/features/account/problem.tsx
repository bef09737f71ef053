import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AccountStatus } from '../../../shared/contract/account.ts';
import classes from './sign-in.module.css';

type Props = { readonly problem: NonNullable<AccountStatus['problem']>; readonly children?: ReactNode };

/** What stands in the way, and what to do about it. */
export function Problem({ problem, children }: Props) {
  return (
    <div className={classes.problem} role="alert">
      <IconAlertTriangle size={18} stroke={1.7} aria-hidden />
      <div>
        <strong>{problem.message}</strong>
        {problem.hint !== null && <p>{problem.hint}</p>}
        {children}
      </div>
    </div>
  );
}
