import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { AppError } from '../../shared/errors.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { useApp, useView } from './context.tsx';
import { t } from './texts.ts';

type Props = {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly children?: ReactNode;
  readonly size?: 'page' | 'inline';
  /** False inside the form for support itself. */
  readonly canReport?: boolean;
};

/** ErrorState with the texts of the catalogue: what features show when something failed. */
export function ErrorView({ error, onRetry, children, size = 'page', canReport = true }: Props) {
  const openSupport = useView((view) => view.openSupport);
  const onReport = canReport ? (report: string) => openSupport({ error: report }) : undefined;
  const { view } = useApp();
  const texts = {
    retry: t('common.retry'),
    details: t('common.details'),
    report: t('common.reportToSupport'),
    reportHint: t('common.reportHint'),
  };
  return (
    <ErrorState error={error} onRetry={onRetry} onReport={onReport} size={size} texts={texts}>
      {children}
      {error instanceof AppError && error.code === 'LICENCE_REQUIRED' && (
        <Button onClick={() => view.getState().showSettings('account')}>{t('account.seePlans')}</Button>
      )}
    </ErrorState>
  );
}
