import type { ReactNode } from 'react';
import { PRODUCT } from '../../shared/product.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { t } from './texts.ts';

type Props = {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly children?: ReactNode;
  readonly size?: 'page' | 'inline';
};

/** ErrorState with the texts of the catalogue: what features show when something failed. */
export function ErrorView({ error, onRetry, children, size = 'page' }: Props) {
  const texts = {
    retry: t('common.retry'),
    details: t('common.details'),
    report: t('common.reportToSupport'),
    reportHint: t('common.reportHint', { email: PRODUCT.supportEmail }),
  };
  return (
    <ErrorState error={error} onRetry={onRetry} size={size} texts={texts}>
      {children}
    </ErrorState>
  );
}
