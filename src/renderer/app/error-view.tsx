import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { AppError } from '../../shared/errors.ts';
import { PRODUCT } from '../../shared/product.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { useApp } from './context.tsx';
import { t } from './texts.ts';

type Props = {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly children?: ReactNode;
  readonly size?: 'page' | 'inline';
};

/** ErrorState with the texts of the catalogue: what features show when something failed. */
export function ErrorView({ error, onRetry, children, size = 'page' }: Props) {
  const { view } = useApp();
  const texts = {
    retry: t('common.retry'),
    details: t('common.details'),
    report: t('common.reportToSupport'),
    reportHint: t('common.reportHint', { email: PRODUCT.supportEmail }),
  };
  return (
    <ErrorState error={error} onRetry={onRetry} size={size} texts={texts}>
      {children}
      {error instanceof AppError && error.code === 'LICENCE_REQUIRED' && (
        <Button onClick={() => view.getState().showSettings('account')}>{t('account.seePlans')}</Button>
      )}
    </ErrorState>
  );
}
